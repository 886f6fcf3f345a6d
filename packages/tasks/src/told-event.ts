import type { EventData, EventKind } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';

/** An event as it is told: its number, and what it carries as the text of a JSON document on one line. */
export interface ToldEvent {
  readonly seq: number;
  readonly kind: EventKind;
  readonly json: string;
}

/** A task that has ended; the numbers of the events that its record implies come after `told.seq`. */
export interface TaskEnd {
  readonly kind: 'end';
  readonly task: StoredTask;
}

/** Which attempt told something. An answer that was there without any, from the cache or another task's call, counts as told by the first. */
export const attemptTold = ({ told }: Pick<StoredTask, 'told'>): number => Math.max(1, told.attempt);

export const toldEvent = <K extends EventKind>(seq: number, kind: K, data: EventData[K]): ToldEvent => ({
  seq,
  kind,
  json: JSON.stringify(data),
});

/** The first event of every task, which is not kept anywhere but follows from the record. */
export const firstEvent = ({ runAtMs, createdAtMs }: Pick<StoredTask, 'runAtMs' | 'createdAtMs'>): ToldEvent =>
  toldEvent(1, 'state', { status: runAtMs !== undefined && runAtMs > createdAtMs ? 'scheduled' : 'queued' });
