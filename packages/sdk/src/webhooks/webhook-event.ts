import type { FinalState, TaskEventType, TaskView } from '@millrace/contracts';

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

/** The body of a webhook. */
export type WebhookEvent = Sent<TaskEventType, EndedTask> | Sent<'webhook.test', Readonly<Record<string, unknown>>>;
