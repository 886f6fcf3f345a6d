import type { Browser, Page } from 'playwright-core';

export interface WatchedPage {
  readonly page: Page;
  /** What the page complained about: errors and warnings of the console, exceptions, requests that failed. */
  readonly complaints: readonly string[];
  /** The hosts it asked for anything. */
  readonly hosts: ReadonlySet<string>;
}

const ownAddress = (url: string): boolean => !/^(data|blob|about):/.test(url);

/** A fresh page, in a profile of its own, that remembers what went wrong in it and whom it talked to. */
export const watchedPage = async (browser: Browser): Promise<WatchedPage> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
  page.on('request', (request) => {
    if (ownAddress(request.url())) hosts.add(new URL(request.url()).host);
  });
  return { page, complaints, hosts };
};
