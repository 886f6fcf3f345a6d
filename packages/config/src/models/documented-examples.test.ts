import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readModelsFile } from './read-models-file.js';

const page = readFileSync(join(__dirname, '../../../../docs/how-to/configure-models.md'), 'utf8');
const examples = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = '']) => text);
const env = Object.fromEntries([...page.matchAll(/env:([A-Z0-9_]+)/g)].map(([, name = '']) => [name, `secret-of-${name}`]));

describe('the examples of the page on models', () => {
  it('are all there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(11);
  });

  it.each(examples.map((text, place) => [place + 1, text] as const))('are right: number %i', (_place, text) => {
    const read = readModelsFile({
      path: 'millrace.models.yaml',
      env,
      secrets: 'read',
      timeouts: { connectMs: 10_000, firstByteMs: 120_000, idleMs: 60_000, totalMs: 600_000 },
      readFile: (path) => (path.endsWith('.yaml') ? text : 'a-secret-in-a-file'),
    });
    expect(read).toMatchObject({ models: { routes: expect.any(Array) }, warnings: [] });
  });
});
