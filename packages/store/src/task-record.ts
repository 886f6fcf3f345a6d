import { type FailureCode, problems, type TaskResult, type TaskState, type TokenUsage, type WaitingReason } from '@millrace/contracts';
import type { Seal } from './seal.js';
import type { PastAttempt, StoredTask } from './stored-task.js';

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
}

/** Reads a record back into the shape the rest of Millrace knows. */
export const readRecord = ({ id, record, result, metadata, seal }: ReadRecordOptions): StoredTask => ({
  id,
  tenant: text(record, 'tenant'),
  state: text(record, 'state') as TaskState,
  route: text(record, 'route'),
  model: text(record, 'model'),
  createdAtMs: Number(record.created),
  finishByMs: Number(record.finish_by),
  ...optional('startedAtMs', number(record.started)),
  ...optional('endedAtMs', number(record.ended)),
  ...optional('firstDeltaMs', number(record.first_delta)),
  ...optional('waitingReason', record.waiting_reason as WaitingReason | undefined),
  ...optional('retryAtMs', number(record.retry_at)),
  attempts: Number(record.attempts ?? 0),
  lostAttempts: Number(record.lost ?? 0),
  attemptHistory: record.history ? (JSON.parse(record.history) as PastAttempt[]) : [],
  cached: record.cached === '1',
  ...optional('result', result === null ? undefined : (JSON.parse(seal.open(result, `${id}:result`)) as TaskResult)),
  ...optional('usage', record.usage ? (JSON.parse(record.usage) as TokenUsage) : undefined),
  ...optional('failure', record.code ? failureOf(record.code as FailureCode, record.message) : undefined),
  ...optional('metadata', metadata === null ? undefined : (JSON.parse(seal.open(metadata, `${id}:metadata`)) as Record<string, string>)),
});

const failureOf = (code: FailureCode, message: string | undefined) => ({ code, message: message ?? problems[code].cause });

const text = (record: TaskRecord, field: string): string => record[field] ?? '';
const number = (value: string | undefined): number | undefined => (value === undefined ? undefined : Number(value));

const optional = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
