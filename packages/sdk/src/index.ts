export type {
  ChatMessage,
  EventData,
  EventKind,
  FinalState,
  Priority,
  ProblemDocument,
  TaskErasure,
  TaskEvent,
  TaskList,
  TaskState,
  TaskSubmission,
  TaskSummary,
  TaskView as Task,
  WaitingReason,
} from '@millrace/contracts';
export type { BulkOptions } from './bulk/bulk-options.js';
export type { BulkOutcome } from './bulk/bulk-outcome.js';
export { createMillrace } from './create-millrace.js';
export { MillraceConnectionError } from './errors/millrace-connection-error.js';
export { MillraceError } from './errors/millrace-error.js';
export { MillraceTimeoutError } from './errors/millrace-timeout-error.js';
export { TaskFailedError } from './errors/task-failed-error.js';
export { TextRestartedError } from './errors/text-restarted-error.js';
export { type WebhookVerificationCode, WebhookVerificationError } from './errors/webhook-verification-error.js';
export type { RetryNotice } from './http/retry-notice.js';
export type { Health, Millrace, MillraceOptions, Model } from './millrace.js';
export type {
  GetOptions,
  SignalOptions,
  StreamOptions,
  SubmitOptions,
  TaskQuery,
  Tasks,
  TextOptions,
  TextRestart,
  WaitOptions,
} from './tasks/tasks.js';
export type { WebhookHeaders } from './webhooks/signed-headers.js';
export { type VerifyWebhookOptions, verifyWebhook } from './webhooks/verify-webhook.js';
export type { EndedTask, WebhookEvent } from './webhooks/webhook-event.js';
