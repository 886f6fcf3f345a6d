import { type EventKind, isFinal } from '@millrace/contracts';
import { createScript, type Keys, readRecord, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';
import { eventHistory } from './event-history.js';
import type { TaskEnd, ToldEvent } from './told-event.js';

/** What a task has told after a number, as far as one look goes. */
export interface EventPage {
  readonly events: readonly ToldEvent[];
  /** Whether there is more at this moment. */
  readonly more: boolean;
  /** Present when it has ended and all it told before is in `events`. */
  readonly end?: TaskEnd;
}

/** Reads a page of the events of a task; undefined when there is no such task. Throws `StoreUnavailableError`. */
export type ReadEvents = (id: string, after: number) => Promise<EventPage | undefined>;

export interface ReadEventsOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
  /** With so much of stored events a look is content. */
  readonly pageBytes?: number;
}

type Entry = readonly [id: string, fields: readonly string[]];
type Look = readonly [fields: readonly string[], entries: readonly Entry[], more: number, result: string | null, spend: readonly string[]];

const defaultPageBytes = 65_536;

/** All in one look, so that record and events fit together. */
export const createReadEvents = ({ redis, keys, seal, pageBytes = defaultPageBytes }: ReadEventsOptions): ReadEvents => {
  const run = createScript({ redis, keys, name: 'read-events' });
  const read: ReadEvents = async (id, after) => {
    const [fields, entries, more, result, spend] = (await run(keys.task(id), [id, after, pageBytes])) as Look;
    if (fields.length === 0) return undefined;
    const complete = more === 0;
    const task = readRecord({ id, record: pairsOf(fields), result, metadata: null, seal, spend: pairsOf(spend) });
    const stored = entries.map(([entry, pairs]) => storedEvent(entry, pairsOf(pairs), (data) => seal.open(data, `${id}:events`)));
    const events = eventHistory({ task, stored, complete, after });
    return { events, more: !complete, ...(complete && isFinal(task.state) && { end: { kind: 'end', task } }) };
  };
  return sharedInTurn(read);
};

/**
 * What is asked for several times in one turn of the event loop is read once, after all have asked: a thousand readers of
 * one task share each look at it, and none gets what is older than what made it look.
 */
const sharedInTurn = (read: ReadEvents): ReadEvents => {
  const asked = new Map<string, ReturnType<ReadEvents>>();
  return (id, after) => {
    const name = `${id} ${after}`;
    const known = asked.get(name);
    if (known !== undefined) return known;
    const { promise, resolve, reject } = Promise.withResolvers<EventPage | undefined>();
    asked.set(name, promise);
    process.nextTick(() => {
      asked.delete(name);
      read(id, after).then(resolve, reject);
    });
    return promise;
  };
};

const pairsOf = (list: readonly string[]): Record<string, string> => {
  const pairs: Record<string, string> = {};
  for (let at = 0; at < list.length; at += 2) pairs[list[at] as string] = list[at + 1] as string;
  return pairs;
};

const storedEvent = (entry: string, { kind, data = '' }: Record<string, string>, open: (sealed: string) => string): ToldEvent => ({
  seq: Number.parseInt(entry, 10),
  kind: kind as EventKind,
  json: isSealed(kind as EventKind) ? open(data) : data,
});

/** What the model said is sealed, what became of the task is not. */
export const isSealed = (kind: EventKind): boolean => kind === 'delta' || kind === 'snapshot';
