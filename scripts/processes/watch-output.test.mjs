import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import { watchOutput } from './watch-output.mjs';

const watched = async (lines) => {
  const problems = [];
  const stream = new PassThrough();
  const tail = watchOutput([stream], (problem) => problems.push(problem));
  stream.end(lines.map((line) => `${line}\n`).join(''));
  await once(stream, 'close');
  return { problems, tail: tail() };
};

it('shows warnings, errors and what is no log line, and nothing of the ordinary log', async () => {
  const { problems } = await watched([
    '{"level":"info","message":"listening"}',
    '{"level":"warn","message":"slow"}',
    '{"level":"error","message":"failed","error":{"message":"no route"}}',
    'Error: something broke',
    '',
  ]);
  expect(problems).toEqual(['warn: slow', 'error: failed: no route', 'Error: something broke']);
});

it('keeps the last twenty lines, whatever they are', async () => {
  const lines = Array.from({ length: 30 }, (_, index) => `{"level":"info","message":"line ${index}"}`);
  const { tail } = await watched(lines);
  expect(tail.split('\n')).toEqual(lines.slice(-20));
});
