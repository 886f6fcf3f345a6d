export type {
  AuditEntry,
  AuditList,
  ChatMessage,
  CreatedKey,
  DeadLetter,
  DeadLetterList,
  DeploymentView as Deployment,
  EventData,
  EventKind,
  FinalState,
  KeyChange,
  KeyCreation,
  KeyList,
  KeyRotation,
  KeyView as Key,
  NewWebhookEndpoint,
  Priority,
  ProblemDocument,
  QueueView as Queue,
  Redrive,
  RedriveOutcome,
  SecretRotation,
  SigningSecretView as SigningSecret,
  TaskErasure,
  TaskEvent,
  TaskList,
  TaskState,
  TaskSubmission,
  TaskSummary,
  TaskView as Task,
  UsageGroup,
  UsageReport,
  WaitingReason,
  WebhookDeliveryList,
  WebhookDeliveryView as WebhookDelivery,
  WebhookEndpointChange,
  WebhookEndpointRemoval,
  WebhookEndpointView as WebhookEndpoint,
  WebhookEndpointWithSecret,
  WorkerView as Worker,
} from '@millrace/contracts';
export type { Audit, AuditSearch } from './admin/audit.js';
export type { KeyQuery, Keys } from './admin/keys.js';
export type { DeadLetterSearch, Queues } from './admin/queues.js';
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
export type { SignalOptions } from './signal-options.js';
export type {
  GetOptions,
  StreamOptions,
  SubmitOptions,
  TaskQuery,
  Tasks,
  TextOptions,
  TextRestart,
  WaitOptions,
} from './tasks/tasks.js';
export type { ReadUsage, UsageSearch } from './usage/read-usage.js';
export type { WebhookHeaders } from './webhooks/signed-headers.js';
export { type VerifyWebhookOptions, verifyWebhook } from './webhooks/verify-webhook.js';
export type { BudgetStanding, EndedTask, WebhookEvent } from './webhooks/webhook-event.js';
export type { DeliveryQuery, Webhooks } from './webhooks/webhooks.js';
