import { type EventData, type EventKind, problems, type TaskView } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import { attemptTold, type ToldEvent, toldEvent, toolCallsOf } from '@millrace/tasks';
import { renderCost } from '../read-task/render-cost.js';
import { renderFailure } from '../read-task/render-failure.js';
import { renderResult } from '../read-task/render-result.js';
import { renderUsage } from '../read-task/render-usage.js';

const known = new WeakMap<StoredTask, readonly ToldEvent[]>();

/**
 * The last events of a task that has ended. They are kept nowhere: the record and the answer imply them, today and later the
 * same. Readers that share a look at the task share them too.
 */
export const endEvents = (task: StoredTask): readonly ToldEvent[] => {
  const events = known.get(task) ?? impliedEvents(task);
  known.set(task, events);
  return events;
};

/** Number of the very last event of a task that has ended. */
export const lastNumber = (task: StoredTask): number => endEvents(task).at(-1)?.seq ?? task.told.seq;

const impliedEvents = (task: StoredTask): readonly ToldEvent[] => {
  const { usage, cost, told, state } = task;
  const events: ToldEvent[] = [];
  const tell = <K extends EventKind>(kind: K, data: EventData[K]): void => {
    events.push(toldEvent(told.seq + 1 + events.length, kind, data));
  };
  const [rest, whole] = [untold(task), wholeInstead(task)];
  if (whole) tell('snapshot', whole);
  else if (rest) tell('delta', rest);
  if (usage) tell('usage', { ...renderUsage(usage), ...(cost && { cost: renderCost(cost) }) });
  tell('state', { status: state, ...(told.attempt > 0 && { attempt: told.attempt }) });
  if (task.result) tell('result', renderResult(task.result));
  else tell('error', failureOf(task));
  return events;
};

/** What of the answer nobody has been told yet. */
const untold = ({ told, result, partial }: StoredTask): EventData['delta'] | undefined => {
  const text = (result ?? partial)?.text.slice(told.units) ?? '';
  const calls = told.toolCalls ? undefined : toolCallsOf(result?.message);
  if (text === '' && !calls) return undefined;
  return { index: told.deltas, attempt: attemptTold({ told }), text, ...(calls && { tool_calls: calls }) };
};

/** Tool calls that were told in part cannot be completed by a delta, since nobody kept how far they were told. */
const wholeInstead = ({ told, result }: StoredTask): EventData['snapshot'] | undefined => {
  const calls = told.toolCallsCut ? toolCallsOf(result?.message) : undefined;
  return result && calls && { status: 'running', attempt: told.attempt, text: result.text, tool_calls: calls };
};

const failureOf = ({ failure, attemptHistory }: StoredTask): NonNullable<TaskView['error']> =>
  failure ? renderFailure(failure, attemptHistory) : gone;

/** It succeeded, but its answer went while someone was still reading. */
const { retryable, origin, cause } = problems.task_gone;
const gone = { code: 'task_gone' satisfies keyof typeof problems, message: cause, retryable, origin };
