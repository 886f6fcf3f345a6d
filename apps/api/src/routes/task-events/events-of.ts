import type { StoredTask } from '@millrace/store';
import { type FollowTask, firstEvent, snapshotBeforeEnd, type ToldEvent } from '@millrace/tasks';
import type { OperationCall } from '../../http/operation-call.js';
import { endEvents, lastNumber } from './end-events.js';

export interface EventsOfOptions {
  readonly followTask: FollowTask;
  readonly call: Pick<OperationCall<unknown>, 'untilNobodyWaits'>;
  readonly task: StoredTask;
  /** Number of the last event that the caller has; 0 = none. */
  readonly after: number;
}

/** The events of a task after a number, its end included. The first needs nothing but the task itself. */
export async function* eventsOf({ followTask, call, task, after }: EventsOfOptions): AsyncGenerator<ToldEvent> {
  if (after === 0) yield firstEvent(task);
  let last = Math.max(after, 1);
  let told = 0;
  for await (const event of followTask({ id: task.id, after: last, signal: call.untilNobodyWaits() })) {
    if (event.kind === 'end') return yield* lastEvents(event.task, last, told > 0);
    yield event;
    last = event.seq;
    told += 1;
  }
}

/**
 * The end for whoever has had event `last`. That may be more than the task has told, after Redis has come back with less: a number
 * that was told here as no event of an end, or that lies beyond the end. A snapshot then comes first.
 */
const lastEvents = (task: StoredTask, last: number, toldHere: boolean): readonly ToldEvent[] => {
  const events = endEvents(task);
  const wasLost = last > task.told.seq && (toldHere || last > lastNumber(task));
  return wasLost ? [snapshotBeforeEnd(task), ...events] : events.filter(({ seq }) => seq > last);
};
