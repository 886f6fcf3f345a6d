import type { BudgetEventType, FinalState, TaskEventType, TaskView } from '@millrace/contracts';

interface Sent<Type extends string, Data> {
  /** Of the delivery: the same each time it is tried, so that whoever keeps it can tell what came twice. */
  readonly id: string;
  readonly object: 'event';
  readonly type: Type;
  /** Seconds since the epoch. */
  readonly created_at: number;
  readonly data: Data;
}

type Failure = Pick<NonNullable<TaskView['error']>, 'code' | 'message' | 'retryable' | 'origin'>;

/** What is told of a task that has ended: everything but its answer; of one that is no longer known, that it ended and how. */
export type EndedTask = Pick<TaskView, 'id' | 'links'> &
  Partial<Pick<TaskView, 'model' | 'created_at' | 'ended_at' | 'attempts' | 'usage' | 'cost' | 'metadata'>> & {
    readonly status: FinalState;
    readonly error?: Failure | undefined;
  };

/** How the budget of a key stood when four fifths of it were spent, or all; amounts in exact decimals of US dollars. */
export interface BudgetStanding {
  readonly key: string;
  readonly period: 'day' | 'month';
  /** The day or month it is about, such as `2026-11-24` or `2026-11`. */
  readonly of: string;
  readonly budget_usd: string;
  readonly spent_usd: string;
  /** Set aside for calls that run. */
  readonly reserved_usd: string;
  /** When it is new again. */
  readonly resets_at: string;
  readonly on_exhausted: 'hold' | 'refuse';
}

/** The body of a webhook. */
export type WebhookEvent =
  | Sent<TaskEventType, EndedTask>
  | Sent<BudgetEventType, BudgetStanding>
  | Sent<'webhook.test', Readonly<Record<string, unknown>>>;
