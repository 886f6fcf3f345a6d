import { testEnvironment } from '@millrace/testing';
import { type Browser, chromium } from 'playwright-core';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the Chromium that `npm test` found. */
export const openBrowser = async (): Promise<Browser> =>
  chromium.launch({ executablePath: testEnvironment().chromium ?? '', args: flags, timeout: 60_000 });
