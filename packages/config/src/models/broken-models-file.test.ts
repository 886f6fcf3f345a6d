import { describe, expect, it } from '@jest/globals';
import { brokenStructures, edited, good } from './broken-structures.js';
import { brokenValues } from './broken-values.js';
import { readModelsFile } from './read-models-file.js';

const secrets = ['sk-proj-abcdef1234567890', 'hunter22'];

const read = (text: string) =>
  readModelsFile({
    path: 'millrace.models.yaml',
    env: { OPENAI_API_KEY: 'k' },
    secrets: 'read',
    timeouts: { connectMs: 1, firstByteMs: 1, idleMs: 1, totalMs: 1 },
    readFile: (path) => {
      if (path.includes('nowhere')) throw Object.assign(new Error('not there'), { code: 'ENOENT' });
      return text;
    },
  });

describe('a models file that is broken', () => {
  it('is fine before it is broken, with any line ends and a byte order mark too', () => {
    expect(read(good)).toMatchObject({ models: { routes: [{ slug: 'gpt-4o-mini' }, { slug: 'gpt' }] } });
    expect(read(`\uFEFF${good.replaceAll('\n', '\r\n')}`)).toMatchObject({
      models: { routes: [{ slug: 'gpt-4o-mini' }, { slug: 'gpt' }] },
    });
  });

  it.each([...brokenStructures, ...brokenValues])(
    'by %s is told where, what is wrong and what would be right, and no secret',
    (_what, text, said) => {
      const result = read(text);
      const mistakes = 'mistakes' in result ? result.mistakes : [];
      expect(mistakes.map((mistake) => mistake.replace('millrace.models.yaml, ', ''))).toEqual(said);
      for (const secret of secrets) expect(mistakes.join()).not.toContain(secret);
    },
  );

  it('is told of all its mistakes at once, in the order of their lines', () => {
    const result = read(
      edited('name: openai', 'name: Open AI').replace('credential: main\n', 'credential: mian\n').replace('0.15', 'free'),
    );
    expect('mistakes' in result && result.mistakes.map((mistake) => /line (\d+)/.exec(mistake)?.[1])).toEqual(['7', '9', '11']);
  });
});
