import type { TaskEventType } from '@millrace/contracts';

/** The webhook that a task came with. */
export interface TaskWebhook {
  readonly url: string;
  /** Absent = all. */
  readonly events?: readonly TaskEventType[] | undefined;
  /** `whsec_…`; absent = the default one of the tenant signs. */
  readonly secret?: string | undefined;
}

/** What it is sealed under, beside the task and in its delivery. */
export const taskWebhookContext = (taskId: string): string => `${taskId}:webhook`;
