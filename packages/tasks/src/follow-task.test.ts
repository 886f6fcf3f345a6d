import { describe, expect, it } from '@jest/globals';
import { createKeys, plainSeal, type StoredTask, StoreUnavailableError } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { Channels, Listener } from './channels.js';
import { createFollowTask } from './follow-task.js';
import type { EventPage } from './read-events.js';
import { type ToldEvent, toldEvent } from './told-event.js';

const keys = createKeys('{t}');
const follow = keys.follow('a');
const delta = (seq: number, text = `${seq} `): ToldEvent => toldEvent(seq, 'delta', { index: seq, attempt: 1, text });
const end = { kind: 'end', task: {} as StoredTask } as const;

/** A task whose events the test tells, over channels it controls. */
const createStage = ({ maxHeldBytes = 100_000, alone = true } = {}) => {
  const history: ToldEvent[] = [];
  const listeners = new Map<string, Listener>();
  const leaving = new AbortController();
  let ended = false;
  const looks: number[] = [];
  const failures: Error[] = [];
  const announced: string[] = [];
  const redis = {
    publish: async (channel: string, text: string) => {
      announced.push(`${channel} ${text}`);
      throw new Error('away');
    },
  } as unknown as Pick<Redis, 'publish'>;
  const channels = {
    join: async (channel: string, listener: Listener) => {
      listeners.set(channel, listener);
      return alone;
    },
    leave: (channel: string) => void listeners.delete(channel),
  } as unknown as Channels;
  const readEvents = async (_id: string, after: number): Promise<EventPage> => {
    looks.push(after);
    const failure = failures.shift();
    if (failure) throw failure;
    return { events: history.filter(({ seq }) => seq > after), more: false, ...(ended && { end }) };
  };
  const followTask = createFollowTask({ redis, channels, readEvents, keys, seal: plainSeal, maxHeldBytes, tryAgainMs: 1 });
  const reader = followTask({ id: 'a', after: 0, signal: leaving.signal });
  const publish = ({ seq, kind, json }: ToldEvent) => listeners.get(follow)?.message(`${seq} ${kind} ${json}`);
  return {
    history,
    looks,
    failures,
    announced,
    listeners,
    leaving,
    reader,
    publish,
    tell: (event: ToldEvent) => {
      history.push(event);
      publish(event);
    },
    end: () => {
      ended = true;
      listeners.get(keys.ended('a'))?.message('succeeded');
    },
    next: async () => {
      const { value } = await reader.next();
      return value && 'seq' in value ? value.seq : value?.kind;
    },
  };
};

describe('following a task', () => {
  it('has workers know of the first who listens here, once what is known is told, and of nobody else', async () => {
    const [first, second, late] = [createStage(), createStage({ alone: false }), createStage()];
    late.end();
    for (const { history, next } of [first, second, late]) {
      history.push(delta(1));
      expect(await next()).toBe(1);
    }
    for (const { next, tell, history } of [first, second]) {
      const more = next();
      history.push(delta(2));
      await new Promise(setImmediate);
      tell(delta(3));
      expect(await more).toBe(2);
      expect(await next()).toBe(3);
    }
    expect(await late.next()).toBe('end');
    expect([first, second, late].map(({ announced }) => announced)).toEqual([[`${keys.follows} a`], [], []]);
    for (const { leaving } of [first, second]) leaving.abort();
  });

  it('tells what is known, then what comes, then the end, and listens no longer', async () => {
    const { history, tell, end: endTask, next, listeners, looks } = createStage();
    history.push(delta(1), delta(2));
    expect([await next(), await next()]).toEqual([1, 2]);
    const third = next();
    tell(delta(3));
    expect(await third).toBe(3);
    expect(looks).toEqual([0]);
    const last = next();
    endTask();
    expect(await last).toBe('end');
    expect(await next()).toBe(undefined);
    expect(listeners.size).toBe(0);
  });

  it('tells nothing twice that is told while it looks', async () => {
    const { tell, next } = createStage();
    const first = next();
    tell(delta(1));
    tell(delta(2));
    expect(await first).toBe(1);
    tell(delta(3));
    expect([await next(), await next()]).toEqual([2, 3]);
  });

  it('looks again when a number is missing', async () => {
    const { history, publish, tell, next, looks } = createStage();
    tell(delta(1));
    expect(await next()).toBe(1);
    const second = next();
    history.push(delta(2), delta(3));
    publish(delta(3));
    expect([await second, await next()]).toEqual([2, 3]);
    expect(looks).toEqual([0, 1]);
  });

  it('looks again when the connection was away', async () => {
    const { history, next, listeners } = createStage();
    history.push(delta(1));
    expect(await next()).toBe(1);
    const second = next();
    history.push(delta(2));
    listeners.get(follow)?.missed();
    expect(await second).toBe(2);
  });

  it('outlives an outage of Redis', async () => {
    const { history, failures, next, looks } = createStage();
    failures.push(new StoreUnavailableError('away'), new StoreUnavailableError('away'));
    history.push(delta(1));
    expect(await next()).toBe(1);
    expect(looks).toEqual([0, 0, 0]);
  });

  it('does not hide a mistake of its own', async () => {
    const { failures, next, listeners } = createStage();
    failures.push(new Error('a mistake'));
    await expect(next()).rejects.toThrow('a mistake');
    expect(listeners.size).toBe(0);
  });

  it('holds little for a reader who is slow, and tells it all the same, with as many looks as it takes pages', async () => {
    const { tell, end: endTask, next, looks } = createStage({ maxHeldBytes: 2000 });
    tell(delta(1));
    const taken = [await next()];
    for (let seq = 2; seq <= 1000; seq += 1) tell(delta(seq, 'x'.repeat(100)));
    while (taken.length < 1000) taken.push(await next());
    expect(taken).toEqual(Array.from({ length: 1000 }, (_, n) => n + 1));
    endTask();
    expect(await next()).toBe('end');
    expect(looks.length).toBeLessThanOrEqual(3);
  });

  it('stops when nobody waits any more', async () => {
    const { leaving, next, listeners } = createStage();
    const first = next();
    leaving.abort();
    expect(await first).toBe(undefined);
    expect(listeners.size).toBe(0);
  });
});
