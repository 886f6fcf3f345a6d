import { type EventData, isFinal, type ToolCallDelta } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import { attemptTold, firstEvent, type ToldEvent, toldEvent } from './told-event.js';
import { toolCallsOf } from './tool-calls-of.js';

export interface EventHistoryOptions {
  readonly task: StoredTask;
  /** What is kept of its events after `after`, in their order; all of them if the task is open and has not come to `after`. */
  readonly stored: readonly ToldEvent[];
  /** Whether `stored` holds all of them. */
  readonly complete: boolean;
  /** Number of the last event that is known already; 0 = none. */
  readonly after: number;
}

/**
 * The events of a task up to the last it has told, those that are not kept made from its record: the first one, the first
 * begin, and for whatever else is gone a snapshot, so that nobody takes a gap for the whole. Whoever knows more of an open task
 * than Redis, which has come back with less, gets a snapshot of what is left and goes on from its number.
 */
export const eventHistory = ({ task, stored, complete, after }: EventHistoryOptions): readonly ToldEvent[] => {
  if (after > task.told.seq) return isFinal(task.state) ? [] : [toldEvent(task.told.seq, 'snapshot', whatIsLeft(task, stored))];
  const events: ToldEvent[] = [];
  let last = after;
  const tell = (event: ToldEvent): void => {
    events.push(event);
    last = event.seq;
  };
  if (last === 0) tell(firstEvent(task));
  for (const event of stored) {
    if (event.seq <= last) continue;
    if (event.seq > last + 1 && event.kind !== 'snapshot') tell(missingUntil(event.seq - 1, last, voidBefore(event, task)));
    tell(event);
  }
  if (complete && last < task.told.seq) tell(missingUntil(task.told.seq, last, toldBeforeEnd(task)));
  return events;
};

/** When a task is begun for the first time that is the second event, and the record tells it. */
const missingUntil = (seq: number, last: number, snapshot: EventData['snapshot']): ToldEvent =>
  last === 1 && seq === 2 ? toldEvent(2, 'state', { status: 'running', attempt: 1 }) : toldEvent(seq, 'snapshot', snapshot);

/** What stands before a restart is void, and need not be kept. */
const voidBefore = (event: ToldEvent, task: StoredTask): EventData['snapshot'] => ({
  status: 'queued',
  attempt: event.kind === 'restart' ? (JSON.parse(event.json) as EventData['restart']).attempt - 1 : attemptTold(task),
  text: '',
});

/** All that an ended task had told before its end, cut out of its answer. */
const toldBeforeEnd = (task: StoredTask): EventData['snapshot'] => {
  const { told, result, partial } = task;
  const calls = told.toolCalls ? toolCallsOf(result?.message) : undefined;
  return {
    status: 'running',
    attempt: attemptTold(task),
    text: (result ?? partial)?.text.slice(0, told.units) ?? '',
    ...(calls && { tool_calls: calls }),
  };
};

/** The same as an event, for whoever knows more than this task has told. */
export const snapshotBeforeEnd = (task: StoredTask): ToldEvent => toldEvent(task.told.seq, 'snapshot', toldBeforeEnd(task));

/** What an open task has told in its last attempt, put together from what is kept. */
const whatIsLeft = (task: StoredTask, stored: readonly ToldEvent[]): EventData['snapshot'] => {
  let text = '';
  let calls: readonly ToolCallDelta[] = [];
  for (const { kind, json } of stored) {
    if (kind === 'restart' || kind === 'snapshot') [text, calls] = ['', []];
    if (kind !== 'delta' && kind !== 'snapshot') continue;
    const piece = JSON.parse(json) as EventData['delta' | 'snapshot'];
    text += piece.text;
    calls = calls.concat(piece.tool_calls ?? []);
  }
  return { status: task.state, attempt: attemptTold(task), text, ...(calls.length > 0 && { tool_calls: calls }) };
};
