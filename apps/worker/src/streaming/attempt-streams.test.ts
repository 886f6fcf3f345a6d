import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { StoreFullError, StoreUnavailableError } from '@millrace/store';
import { createGate } from '@millrace/testing';
import { pass, piece, recordStreams } from '../fakes/record-streams.js';

const call = (args: string) => ({ index: 0, function: { arguments: args } });

describe('createAttemptStreams', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('tells the first piece at once when someone follows, and then what has come every 25 ms', async () => {
    const { open, told } = recordStreams();
    const stream = open({ followers: 1 });
    stream.push(piece('a'));
    await pass(0);
    for (const text of ['b', 'c', 'd']) {
      stream.push(piece(text));
      await pass(10);
    }
    await pass(30);
    expect(told.map(({ text, index, toldUnits, atMs }) => [text, index, toldUnits, atMs])).toEqual([
      ['a', 0, 1, 0],
      ['bcd', 1, 4, 25],
    ]);
    stream.close();
  });

  it('spends nothing on a short answer that nobody follows, and one write in half a second on a long one', async () => {
    const { open, told } = recordStreams();
    const [short, long] = [open({ taskId: 'short' }), open({ taskId: 'long' })];
    short.push(piece('Hello.'));
    await pass(499);
    short.close();
    expect(told).toEqual([]);
    for (let at = 0; at < 1000; at += 100) {
      long.push(piece('x'));
      await pass(100);
    }
    await pass(500);
    expect(told.map(({ text }) => text).join('')).toBe('x'.repeat(10));
    expect(told.length).toBeGreaterThan(2);
    long.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('learns from a write that someone follows now, or nobody any more', async () => {
    const { open, told, answerWith } = recordStreams();
    const stream = open();
    answerWith(() => ({ kind: 'told', followers: 2 }));
    stream.push(piece('a'));
    await pass(500);
    answerWith(() => ({ kind: 'told', followers: 0 }));
    stream.push(piece('b'));
    await pass(25);
    stream.push(piece('c'));
    await pass(499);
    expect(told.map(({ text }) => text)).toEqual(['a', 'b']);
    await pass(26);
    expect(told.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    stream.close();
  });

  it('tells of all attempts in one call', async () => {
    const { open, calls } = recordStreams();
    const streams = ['one', 'two', 'three'].map((taskId) => open({ taskId }));
    for (const stream of streams) {
      await pass(7);
      stream.push(piece('a'));
    }
    await pass(525);
    expect(calls).toEqual([['one', 'two', 'three']]);
    for (const stream of streams) stream.close();
  });

  it('has one delta of an attempt on its way at a time; what comes meanwhile is one delta more', async () => {
    const { open, calls, texts, answerWith } = recordStreams();
    const gate = createGate();
    answerWith(() => gate.opened.then(() => ({ kind: 'told', followers: 1 })));
    const stream = open({ followers: 1 });
    stream.push(piece('a'));
    await pass(0);
    for (const text of ['b', 'c']) {
      stream.push(piece(text));
      await pass(200);
    }
    expect(calls).toHaveLength(1);
    gate.open();
    await pass(25);
    expect(texts()).toEqual(['a', 'bc']);
    stream.close();
  });

  it('repeats the very delta that Redis may have while it is away, and merges what comes meanwhile', async () => {
    const { open, told, failures, answerWith } = recordStreams();
    const seen: unknown[] = [];
    answerWith((delta) => {
      seen.push([delta.index, delta.text]);
      throw new StoreUnavailableError('away');
    });
    const stream = open({ followers: 1 });
    stream.push(piece('a'));
    await pass(0);
    stream.push(piece('b'));
    await pass(600);
    stream.push(piece('c'));
    answerWith(() => ({ kind: 'told', followers: 1 }));
    await pass(600);
    expect(seen).toEqual([
      [0, 'a'],
      [0, 'a'],
    ]);
    expect(told.map(({ index, text, toldUnits }) => [index, text, toldUnits])).toEqual([
      [0, 'a', 1],
      [1, 'bc', 3],
    ]);
    expect(failures).toHaveLength(2);
    stream.close();
  });

  it('stops an attempt that another one has replaced, and tells no more of it', async () => {
    const { open, calls, stops, answerWith } = recordStreams();
    answerWith(() => ({ kind: 'fenced' }));
    const stream = open({ followers: 1 });
    stream.push(piece('a'));
    await pass(0);
    stream.push(piece('b'));
    await pass(1000);
    expect([stops, calls.length, stream.text]).toEqual([['fenced'], 1, 'ab']);
  });

  it('does not stop an attempt whose end was written while a piece of it was on its way', async () => {
    const { open, stops, answerWith } = recordStreams();
    const gate = createGate();
    answerWith(() => gate.opened.then(() => ({ kind: 'fenced' })));
    const stream = open({ followers: 1 });
    stream.push(piece('a'));
    await pass(0);
    stream.close();
    gate.open();
    await pass(0);
    expect(stops).toEqual([]);
  });

  it('leaves to the end what Redis can no longer take in order', async () => {
    const { open, calls, stops, answerWith } = recordStreams();
    answerWith(() => ({ kind: 'untellable' }));
    const stream = open({ followers: 1 });
    stream.push(piece('a'));
    await pass(0);
    stream.push(piece('b'));
    await pass(1000);
    expect([calls.length, stops]).toEqual([1, []]);
  });

  it('tells the rest of tool calls before the end if it has told any, after what is on its way', async () => {
    const { open, told, answerWith } = recordStreams();
    const gate = createGate();
    answerWith(() => gate.opened.then(() => ({ kind: 'told', followers: 1 })));
    const stream = open({ followers: 1 });
    stream.push(piece('', call('{"q":')));
    await pass(0);
    stream.push(piece('', call('1'), call('}')));
    const finished = stream.finish();
    gate.open();
    await finished;
    expect(told.map(({ toolCalls, toldToolCalls }) => [toolCalls, toldToolCalls])).toEqual([
      [[call('{"q":')], true],
      [[call('1'), call('}')], true],
    ]);
    expect(stream.toolCallsCut).toBe(false);
    stream.close();
  });

  it('does nothing before the end of an answer of text, or of tool calls of which nothing was told', async () => {
    const { open, calls } = recordStreams();
    const [text, tools] = [open(), open({ taskId: 'tools' })];
    text.push(piece('a'));
    tools.push(piece('', call('{}')));
    await Promise.all([text.finish(), tools.finish()]);
    expect(calls).toEqual([]);
    text.close();
    tools.close();
  });

  it('says when Redis is away before the end, so that this can be tried again, and does not wait for room in a full one', async () => {
    const { open, answerWith, texts } = recordStreams();
    const stream = open({ followers: 1 });
    stream.push(piece('', call('{')));
    await pass(0);
    stream.push(piece('x', call('}')));
    answerWith(() => {
      throw new StoreUnavailableError('away');
    });
    await expect(stream.finish()).rejects.toBeInstanceOf(StoreUnavailableError);
    answerWith(() => {
      throw new StoreFullError('full');
    });
    await stream.finish();
    await pass(1000);
    expect(texts()).toEqual(['']);
    expect(stream.toolCallsCut).toBe(true);
    stream.close();
  });

  it('tells nothing once it is closed, as of a call that goes on for others', async () => {
    const { open, calls } = recordStreams();
    const stream = open({ followers: 1 });
    stream.push(piece('a'));
    stream.close();
    stream.push(piece('b'));
    await pass(1000);
    expect([calls, stream.text]).toEqual([[], 'a']);
  });
});
