import { describe, expect, it } from '@jest/globals';
import { checkSettings } from './check-settings.mjs';

/** An app that shows what it was told and asked, and ends with `code`. */
const app = (code, says) => ({
  command: process.execPath,
  args: ['-e', `console.error(process.env.SAYS, ...process.argv.slice(1)); process.exit(${code})`, '--'],
  env: { SAYS: says },
});

describe('checking the settings', () => {
  it('lets the start go on when no app has an objection', async () => {
    await expect(checkSettings([app(0, 'fine'), app(0, 'fine')])).resolves.toBeUndefined();
  });

  it('ends it with what the apps say that have one, each sentence once', async () => {
    const apps = [app(1, 'LOG_LEVEL is wrong.'), app(0, 'fine'), app(1, 'PORT is wrong.'), app(1, 'LOG_LEVEL is wrong.')];
    const sentences = ['LOG_LEVEL is wrong.', 'PORT is wrong.'].map((sentence) => `${sentence} --check-config`);
    await expect(checkSettings(apps)).rejects.toThrow(new Error(sentences.join('\n')));
  });
});
