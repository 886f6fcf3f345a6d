import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { installedAddScript } from './installed-script.js';

describe('the script of the installed BullMQ', () => {
  it('is the text the package ships', () => {
    expect(installedAddScript()).toContain('Adds a prioritized job to the queue');
  });

  it('is refused with a sentence that names both versions when another version is installed', () => {
    const require = (id: string) => (id === 'bullmq/package.json' ? { version: '6.8.0' } : createRequire(__filename)(id));
    expect(() => installedAddScript({ require })).toThrow(
      'Millrace needs bullmq 6.7.0, whose scripts it runs inside its own, but 6.8.0 is installed.',
    );
  });

  it('is of the version package.json pins', () => {
    const { dependencies } = createRequire(__filename)('../../package.json') as { dependencies: Record<string, string> };
    expect(() =>
      installedAddScript({ require: () => ({ version: dependencies.bullmq, addPrioritizedJob: { content: '' } }) }),
    ).not.toThrow();
  });
});
