import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createGate } from '@millrace/testing';
import { pass, piece, recordStreams } from '../fakes/record-streams.js';

describe('an attempt that somebody begins to follow while it runs', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('tells at once what is untold when somebody begins to follow, and then what has come every 25 ms', async () => {
    const { open, followed, told } = recordStreams();
    const [stream, other] = [open(), open({ taskId: 'other' })];
    stream.push(piece('a'));
    other.push(piece('x'));
    await pass(30);
    followed('task_1');
    await pass(0);
    stream.push(piece('b'));
    await pass(45);
    expect(told.map(({ text, atMs }) => [text, atMs])).toEqual([
      ['a', 30],
      ['b', 75],
    ]);
    stream.close();
    other.close();
  });

  it('knows of those who came while a piece was on its way that was told to nobody', async () => {
    const { open, followed, texts, answerWith } = recordStreams();
    const gate = createGate();
    answerWith(() => gate.opened.then(() => ({ kind: 'told', followers: 0 })));
    const stream = open();
    stream.push(piece('a'));
    await pass(500);
    followed('task_1');
    stream.push(piece('b'));
    gate.open();
    await pass(25);
    expect(texts()).toEqual(['a', 'b']);
    stream.close();
  });

  it('tells those who follow of the attempt that is the newest here, and of none that is over', async () => {
    const { open, followed, told } = recordStreams();
    const [old, newer] = [open(), open({ fence: 2 })];
    for (const stream of [old, newer]) stream.push(piece('a'));
    old.close();
    followed('task_1');
    await pass(0);
    expect(told.map(({ attempt }) => attempt.fence)).toEqual([2]);
    newer.push(piece('b'));
    newer.close();
    followed('task_1');
    followed('unknown');
    await pass(1000);
    expect(told).toHaveLength(1);
  });
});
