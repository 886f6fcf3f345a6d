import { setTimeout as pause } from 'node:timers/promises';
import type { EventKind } from '@millrace/contracts';
import { type Keys, type Seal, StoreUnavailableError } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { Channels, Listener } from './channels.js';
import { createEventInbox, type EventInbox } from './event-inbox.js';
import { isSealed, type ReadEvents } from './read-events.js';
import type { TaskEnd, ToldEvent } from './told-event.js';

/**
 * The events of a task after a number, those to come included, until it has ended or the signal fires; the last is the end.
 * None is missing or doubled, however slowly they are taken and whatever happens to Redis meanwhile. Ends without a word when
 * there is no such task (any more).
 */
export type FollowTask = (request: {
  readonly id: string;
  /** 0 = from the first on. */
  readonly after: number;
  readonly signal: AbortSignal;
}) => AsyncGenerator<ToldEvent | TaskEnd, void, void>;

export interface FollowTaskOptions {
  /** For short commands. */
  readonly redis: Pick<Redis, 'publish'>;
  readonly channels: Channels;
  readonly readEvents: ReadEvents;
  readonly keys: Keys;
  readonly seal: Seal;
  /** How much is held for a reader who does not take it, in bytes. */
  readonly maxHeldBytes?: number;
  /** How long to wait before Redis is asked again that was away. */
  readonly tryAgainMs?: number;
}

const defaultHeldBytes = 65_536;
const defaultTryAgainMs = 1000;

export const createFollowTask = (options: FollowTaskOptions): FollowTask => {
  const { redis, channels, readEvents, keys, seal, maxHeldBytes = defaultHeldBytes, tryAgainMs = defaultTryAgainMs } = options;
  const parse = parseOnce(seal);
  return async function* ({ id, after, signal }) {
    const inbox = createEventInbox(maxHeldBytes);
    const look = () => inbox.put('look');
    const live: Listener = { message: (text) => inbox.put(parse(id, text)), missed: look };
    const ended: Listener = { message: look, missed: () => {} };
    // Listen first, then look: what is told in between is heard.
    const join = () => Promise.all([channels.join(keys.follow(id), live), channels.join(keys.ended(id), ended)]);
    // Unheard, the worker learns of its readers from what it tells next.
    const announce = () => void redis.publish(keys.follows, id).catch(() => {});
    try {
      const [first = false] = (await patiently(join, signal, tryAgainMs)) ?? [];
      const read = (last: number) => patiently(() => readEvents(id, last), signal, tryAgainMs);
      yield* told({ inbox, signal, last: after, read, announce: first ? announce : undefined });
    } finally {
      channels.leave(keys.follow(id), live);
      channels.leave(keys.ended(id), ended);
    }
  };
};

interface Telling {
  readonly inbox: EventInbox;
  readonly signal: AbortSignal;
  readonly read: (last: number) => ReturnType<ReadEvents>;
  /** Has the worker know that somebody follows; once, and only for the first to listen here. */
  announce: (() => void) | undefined;
  /** Number of the last event told. */
  last: number;
}

async function* told(telling: Telling): AsyncGenerator<ToldEvent | TaskEnd, void, void> {
  while (!telling.signal.aborted) {
    // What was held is in the record by now.
    telling.inbox.clear();
    const page = await telling.read(telling.last);
    if (!page) return;
    for (const event of page.events) {
      yield event;
      telling.last = event.seq;
    }
    if (page.end) return yield page.end;
    if (page.more) continue;
    telling.announce?.();
    telling.announce = undefined;
    yield* heard(telling);
  }
}

/** What comes, until only another look can tell what is next. */
async function* heard(telling: Telling): AsyncGenerator<ToldEvent, void, void> {
  const { inbox, signal } = telling;
  while (!signal.aborted) {
    const event = inbox.take();
    if (event === 'look' || (event && event.seq > telling.last + 1)) return;
    if (!event) await inbox.filled(signal);
    else if (event.seq > telling.last) {
      yield event;
      telling.last = event.seq;
    }
  }
}

/** What is published reaches one reader of this process after the other: they share what it says. */
const parseOnce = (seal: Seal): ((id: string, text: string) => ToldEvent) => {
  let last: { readonly id: string; readonly text: string; readonly event: ToldEvent } | undefined;
  return (id, text) => {
    if (last?.id !== id || last.text !== text) {
      last = { id, text, event: parseLive(text, (data) => seal.open(data, `${id}:events`)) };
    }
    return last.event;
  };
};

const parseLive = (text: string, open: (sealed: string) => string): ToldEvent => {
  const afterSeq = text.indexOf(' ');
  const afterKind = text.indexOf(' ', afterSeq + 1);
  const kind = text.slice(afterSeq + 1, afterKind) as EventKind;
  const data = text.slice(afterKind + 1);
  return { seq: Number(text.slice(0, afterSeq)), kind, json: isSealed(kind) ? open(data) : data };
};

/** A reader outlives an outage of Redis: nobody else would tell the rest. */
const patiently = async <T>(call: () => Promise<T>, signal: AbortSignal, tryAgainMs: number): Promise<T | undefined> => {
  while (!signal.aborted) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      await pause(tryAgainMs, undefined, { signal }).catch(() => {});
    }
  }
  return undefined;
};
