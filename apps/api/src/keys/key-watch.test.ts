import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Channels } from '@millrace/tasks';
import { createKeyWatch } from './key-watch.js';

type Listener = Parameters<Channels['join']>[1];

const setUp = () => {
  const usable = new Set(['one', 'two']);
  const asked: (readonly string[])[] = [];
  const changed: (string | undefined)[] = [];
  let listener: Listener | undefined;
  const channels: Channels = {
    name: 'channels',
    join: async (_channel, joined) => {
      listener = joined;
      return true;
    },
    leave: () => {},
    start: async () => {},
    stop: async () => {},
  };
  const inUse = async (ids: readonly string[]) => {
    asked.push(ids);
    return new Set(ids.filter((id) => usable.has(id)));
  };
  const watch = createKeyWatch({ channels, channel: 'c', inUse, onChange: (id) => changed.push(id), everyMs: 750 });
  return { watch, usable, asked, changed, told: () => listener as Listener };
};

describe('the watch over keys', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('ends what a revoked key holds open as soon as it hears of it, and nothing of other keys', async () => {
    const { watch, usable, changed, told } = setUp();
    await watch.start();
    const [one, again, two] = [watch.hold('one'), watch.hold('one'), watch.hold('two')];
    usable.delete('one');
    told().message('one');
    await jest.advanceTimersByTimeAsync(0);
    expect([one, again, two].map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
    expect(changed).toEqual(['one']);
    await watch.stop();
  });

  it('ends it within a second also when it hears nothing, with one look for all that is held open', async () => {
    const { watch, usable, asked } = setUp();
    await watch.start();
    const [one, two] = [watch.hold('one'), watch.hold('two')];
    usable.delete('two');
    await jest.advanceTimersByTimeAsync(1000);
    expect([one.signal.aborted, two.signal.aborted]).toEqual([false, true]);
    expect(asked).toEqual([['one', 'two']]);
    await watch.stop();
  });

  it('asks Redis nothing while nothing is held open', async () => {
    const { watch, asked } = setUp();
    await watch.start();
    watch.hold('one').leave();
    await jest.advanceTimersByTimeAsync(5000);
    expect(asked).toEqual([]);
    await watch.stop();
  });

  it('looks at everything when it may have missed something', async () => {
    const { watch, usable, changed, told } = setUp();
    await watch.start();
    const one = watch.hold('one');
    usable.clear();
    told().missed();
    await jest.advanceTimersByTimeAsync(0);
    expect(one.signal.aborted).toBe(true);
    expect(changed).toEqual([undefined]);
    await watch.stop();
  });
});
