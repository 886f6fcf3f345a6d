import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { watchSilence } from './watch-silence.js';

describe('the watch for silence', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** Like `fetch`: settles when it is told to, or with an error of its own when it is aborted. */
  const readUnder = (signal: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    return { promise, resolve };
  };

  it('ends a read in which nothing comes for so long', async () => {
    const watch = watchSilence({ silenceMs: 1000 });
    const reading = watch.during(readUnder(watch.signal).promise);
    const failed = expect(reading).rejects.toThrow('nothing came from the api for 1000 ms');
    jest.advanceTimersByTime(999);
    expect(watch.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    await failed;
  });

  it('counts from read to read, and not while nobody reads', async () => {
    const watch = watchSilence({ silenceMs: 1000 });
    for (let n = 0; n < 3; n += 1) {
      const { promise, resolve } = readUnder(watch.signal);
      const reading = watch.during(promise);
      jest.advanceTimersByTime(900);
      resolve('bytes');
      expect(await reading).toBe('bytes');
      jest.advanceTimersByTime(10_000);
    }
    expect(watch.signal.aborted).toBe(false);
  });

  it('ends for the reason that the caller gives, and then holds nothing of the caller', async () => {
    const caller = new AbortController();
    const watch = watchSilence({ silenceMs: 1000, signal: caller.signal });
    const reading = watch.during(readUnder(watch.signal).promise);
    caller.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    const later = new AbortController();
    const ended = watchSilence({ silenceMs: 1000, signal: later.signal });
    ended.end();
    later.abort(new Error('too late'));
    expect(ended.signal.reason).not.toEqual(new Error('too late'));
    expect(jest.getTimerCount()).toBe(0);
  });
});
