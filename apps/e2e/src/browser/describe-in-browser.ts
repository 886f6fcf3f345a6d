import { describe } from '@jest/globals';
import { testEnvironment } from '@millrace/testing';

/** `describe` for what needs a browser: skipped, and counted by `npm test`, on a machine that has none. */
export const describeInBrowser = testEnvironment().chromium === undefined ? describe.skip : describe;
