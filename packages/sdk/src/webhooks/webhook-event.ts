import type { TaskEventType, TaskView } from '@millrace/contracts';

interface Sent<Type extends string, Data> {
  /** Of the delivery: the same each time it is tried, so that whoever keeps it can tell what came twice. */
  readonly id: string;
  readonly object: 'event';
  readonly type: Type;
  /** Seconds since the epoch. */
  readonly created_at: number;
  readonly data: Data;
}

type Told = 'id' | 'status' | 'model' | 'created_at' | 'ended_at' | 'attempts' | 'usage' | 'metadata' | 'links';

/** What is told of a task that has ended: everything but its answer. */
export type EndedTask = Pick<TaskView, Told> & {
  readonly error?: Pick<NonNullable<TaskView['error']>, 'code' | 'message' | 'retryable' | 'origin'> | undefined;
};

/** The body of a webhook. */
export type WebhookEvent = Sent<TaskEventType, EndedTask> | Sent<'webhook.test', Readonly<Record<string, unknown>>>;
