import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Cluster, startCluster } from '@millrace/testing';
import type { Browser } from 'playwright-core';
import { describeInBrowser } from './browser/describe-in-browser.js';
import { keepPicture } from './browser/keep-picture.js';
import { openBrowser } from './browser/open-browser.js';
import { type WatchedPage, watchedPage } from './browser/watched-page.js';

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { summary: string }>>>>;
}

describeInBrowser('the documentation in a browser', () => {
  let cluster: Cluster;
  let browser: Browser;
  let visit: WatchedPage;
  let address: string;

  beforeAll(async () => {
    cluster = await startCluster({ workers: 0 });
    address = cluster.apis[0]?.address ?? '';
    browser = await openBrowser();
  });
  beforeAll(async () => {
    visit = await watchedPage(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await cluster.stop();
  });

  it('lists every operation, without a complaint and without a request to anyone else', async () => {
    const { page, complaints, hosts } = visit;
    const { paths } = (await cluster.caller.ask<OpenApi>('/openapi.json')).body;
    const summaries = Object.values(paths).flatMap((path) => Object.values(path).map(({ summary }) => summary));
    await page.goto(`${address}/docs`);
    await page
      .locator('.opblock')
      .nth(summaries.length - 1)
      .waitFor();
    await keepPicture(page, 'docs');

    expect((await page.locator('.opblock-summary-description').allTextContents()).sort()).toEqual(summaries.sort());
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(address).host]);
  });

  it('shows an operation’s fields and examples when opened', async () => {
    const { page, complaints } = visit;
    await page.locator('.opblock-summary', { hasText: '/v1/tasks' }).first().click();
    await page.getByText('Why do mills stand beside rivers?').first().waitFor();
    await keepPicture(page, 'docs-operation');
    expect(complaints).toEqual([]);
  });

  it('explains each error on a page that the answers point to', async () => {
    const { page, complaints, hosts } = visit;
    const { body } = await cluster.callerWith('nobody-knows-this-key-000').ask<{ type: string; title: string }>('/v1/models');
    const answer = await page.goto(`${address}${body.type}`);
    await keepPicture(page, 'docs-error');
    expect(answer?.status()).toBe(200);
    expect(await page.locator('h1').textContent()).toContain(body.title);
    await page.goto(`${address}/docs/errors`);
    expect(await page.locator(`a[href="${body.type}"]`).count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(address).host]);
  });
});
