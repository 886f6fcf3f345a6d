import {
  type FailureCode,
  isFinal,
  type PartialResult,
  type Priority,
  problems,
  type TaskResult,
  type TaskState,
  type TokenUsage,
  type WaitingReason,
} from '@millrace/contracts';
import type { Seal } from './seal.js';
import type { PastAttempt, StoredTask } from './stored-task.js';
import { taskCost } from './task-cost.js';

/** The fields of a record as the scripts in `scripts/` write them. */
export type TaskRecord = Readonly<Record<string, string>>;

export interface ReadRecordOptions {
  readonly id: string;
  readonly record: TaskRecord;
  /** The sealed result, if it is still there. */
  readonly result: string | null;
  /** The sealed metadata, if there is any. */
  readonly metadata: string | null;
  readonly seal: Seal;
  /** What is kept of its cost. */
  readonly spend: TaskRecord;
}

/** Reads a record back into the shape the rest of Millrace knows. */
export const readRecord = ({ id, record, result, metadata, seal, spend }: ReadRecordOptions): StoredTask => ({
  id,
  run: Number(record.run ?? 1),
  tenant: text(record, 'tenant'),
  state: text(record, 'state') as TaskState,
  route: text(record, 'route'),
  model: text(record, 'model'),
  priority: (record.class ?? 'standard') as Priority,
  createdAtMs: Number(record.created),
  finishByMs: Number(record.finish_by),
  ...optional('runAtMs', number(record.run_at)),
  ...optional('startByMs', number(record.start_by)),
  ...optional('startedAtMs', number(record.started)),
  ...optional('endedAtMs', number(record.ended)),
  ...optional('firstDeltaMs', number(record.first_delta)),
  ...optional('waitingReason', record.waiting_reason as WaitingReason | undefined),
  ...optional('retryAtMs', number(record.retry_at)),
  attempts: Number(record.attempts ?? 0),
  lostAttempts: Number(record.lost ?? 0),
  attemptHistory: record.history ? (JSON.parse(record.history) as PastAttempt[]) : [],
  cached: record.cached === '1',
  ...answerOf(record, result === null ? undefined : JSON.parse(seal.open(result, `${id}:result`))),
  ...optional('usage', record.usage ? (JSON.parse(record.usage) as TokenUsage) : undefined),
  ...optional('cost', taskCost(record, spend)),
  ...optional('failure', record.code ? failureOf(record) : undefined),
  ...optional('cancelRequestedAtMs', number(record.cancel)),
  ...optional('retryOf', record.retry_of),
  ...optional('retriedAs', record.retried_as),
  ...optional('resultUntilMs', number(record.result_until)),
  told: {
    seq: Number(record.seq ?? 1),
    attempt: Number(record.fence ?? 0) - Number(record.lost ?? 0),
    deltas: Number(record.deltas ?? 0),
    units: Number(record.told ?? 0),
    toolCalls: record.calls_told !== undefined,
    ...optional('toolCallsCut', record.calls_told === 'part' || undefined),
  },
  ...optional('metadata', metadata === null ? undefined : (JSON.parse(seal.open(metadata, `${id}:metadata`)) as Record<string, string>)),
});

/**
 * Beside the record of a task that succeeded lies its result, beside that of any other what had come of it. The two are read one after
 * the other, so the result of a task that ended in between may lie beside a record that still shows it as open.
 */
const answerOf = (record: TaskRecord, answer: unknown): Pick<StoredTask, 'result' | 'partial'> => {
  if (answer === undefined || !isFinal(record.state as TaskState)) return {};
  if (record.state === 'succeeded') return { result: answer as TaskResult };
  // A whole answer that came after its task was cancelled lies there as it is.
  const { text: come } = answer as PartialResult;
  return come === '' ? {} : { partial: { text: come } };
};

const failureOf = ({ code, message, failure_retry_at }: TaskRecord): NonNullable<StoredTask['failure']> => ({
  code: code as FailureCode,
  message: message ?? problems[code as FailureCode].cause,
  ...optional('retryAtMs', number(failure_retry_at)),
});

const text = (record: TaskRecord, field: string): string => record[field] ?? '';
const number = (value: string | undefined): number | undefined => (value === undefined ? undefined : Number(value));

const optional = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
