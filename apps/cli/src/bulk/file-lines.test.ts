import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { fileLines } from './file-lines.js';
import { submissionOfLine } from './submission-of-line.js';

const folder = mkdtempSync(join(tmpdir(), 'millrace-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('splits at line ends only, counts empty lines, and tells a line that was written by half', async () => {
  const path = join(folder, 'lines');
  writeFileSync(path, Buffer.concat([Buffer.from('a\u2028b\r\n\n'), Buffer.from([0xff, 0x0a]), Buffer.from('half')]));
  const lines = [];
  for await (const line of fileLines(path)) lines.push(line);
  expect(lines).toEqual([
    { number: 1, text: 'a\u2028b', end: 7, complete: true },
    { number: 2, text: '', end: 8, complete: true },
    { number: 3, text: undefined, end: 10, complete: true },
    { number: 4, text: 'half', end: 14, complete: false },
  ]);
});

it('reads tasks, texts and lines of an OpenAI batch, and says what is wrong with others', () => {
  expect(submissionOfLine('"hi"', { priority: 'bulk' })).toMatchObject({ submission: { prompt: 'hi', priority: 'bulk' } });
  expect(submissionOfLine('{"prompt":"hi","priority":"standard"}', { priority: 'bulk' })).toMatchObject({
    submission: { priority: 'standard' },
  });
  const batch = { custom_id: 'c1', body: { model: 'm', messages: [], max_completion_tokens: 5, stream: false } };
  expect(submissionOfLine(JSON.stringify(batch), {})).toEqual({
    kind: 'submission',
    submission: { model: 'm', messages: [], max_tokens: 5, metadata: { custom_id: 'c1' } },
    customId: 'c1',
  });
  for (const wrong of ['{', '[]', '7', undefined]) expect(submissionOfLine(wrong, {})).toMatchObject({ kind: 'refused' });
});
