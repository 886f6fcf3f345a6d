import { taskEventTypes } from '@millrace/contracts';
import type { Seal, StoredTask } from '@millrace/store';
import { shownUrl } from './shown-url.js';
import { type TaskWebhook, taskWebhookContext } from './task-webhook.js';

/** The webhook of a task as `taskWebhook` keeps it, and a delivery of it as its `target`. */
export const sealOwnWebhook = (webhook: TaskWebhook, taskId: string, seal: Seal): string =>
  seal.seal(JSON.stringify(webhook), taskWebhookContext(taskId));

export const openOwnWebhook = (sealed: string, taskId: string, seal: Seal): TaskWebhook =>
  JSON.parse(seal.open(sealed, taskWebhookContext(taskId))) as TaskWebhook;

/** What is shown of it with its task. */
export const shownWebhook = ({ url, events = taskEventTypes }: TaskWebhook): NonNullable<StoredTask['webhook']> => ({
  url: shownUrl(url),
  events,
});
