export { type AuditAction, type AuditEntry, type AuditList, type AuditQuery, auditActions, auditEntry, auditList } from './audit-entry.js';
export { type BulkList, type BulkOutcome, type BulkSummary, bulkList, bulkOutcome, bulkSummary } from './bulk-outcome.js';
export { type ChatMessage, chatMessage } from './chat-message.js';
export { type CostView, costView } from './cost-view.js';
export { type DeadLetter, type DeadLetterList, type DeadLetterQuery, deadLetterList, largestRedrive, type Redrive } from './dead-letter.js';
export { type KeyChange, type KeyCreation, type KeyRotation, keyCreation } from './key-body.js';
export { type CreatedKey, createdKey, type KeyList, type KeyListQuery, type KeyView, keyList, keyView } from './key-view.js';
export { type ModelList, modelList } from './model-list.js';
export { type OmittableParameter, omittableParameters } from './omittable-parameters.js';
export { openApiDocument, problemsOf } from './open-api.js';
export { type Access, type Operation, type OperationResponse, type Scope, scopes } from './operation.js';
export { mostBulkItems } from './operations/bulk-operations.js';
export { type OperationId, operations } from './operations.js';
export { defaultPage } from './page-query.js';
export { type Priority, priorities } from './priority.js';
export { type ProblemDocument, problemDocument } from './problem-document.js';
export { type FailureCode, failureCodes, isProblemCode, type Problem, type ProblemCode, type ProblemOrigin, problems } from './problems.js';
export { type DeploymentView, deploymentView, type QueueList, type QueueView, queueList, queueView } from './queue-view.js';
export { type RedriveOutcome, redriveOutcome } from './redrive-outcome.js';
export type { Route } from './route.js';
export { type Prediction, prediction, processAccepted, type StatusView, statusView } from './seed-interface.js';
export {
  defaultOverlapSeconds,
  type SecretRotation,
  type SigningSecretView,
  secretRotation,
  signingSecretView,
} from './signing-secret.js';
export { type TaskErasure, taskErasure } from './task-erasure.js';
export { type EventData, type EventKind, eventKinds, type TaskEvent, type ToolCallDelta } from './task-event.js';
export { defaultPageSize, type TaskList, type TaskListQuery, type TaskSummary, taskList, taskListQuery } from './task-list.js';
export { type CachePolicy, type TaskPayload, toTaskPayload } from './task-payload.js';
export type { PartialResult, TaskResult, TokenUsage } from './task-result.js';
export { type NamedTime, type TaskSchedule, toTaskSchedule } from './task-schedule.js';
export { type FinalState, finalStates, isFinal, type TaskState, taskStates, type WaitingReason, waitingReasons } from './task-state.js';
export { type TaskSubmission, taskSubmission } from './task-submission.js';
export { attemptView, type TaskView, taskFailureView, taskView } from './task-view.js';
export { type TaskWebhook, taskWebhook, taskWebhookView } from './task-webhook.js';
export {
  mostUsageDays,
  mostUsageRows,
  type UsageGroup,
  type UsageQuery,
  type UsageReport,
  type UsageRowView,
  type UsageSumsView,
  usageGroups,
  usageReport,
} from './usage-view.js';
export { nanoOfUsd, usdText } from './usd.js';
export { longestWaitSeconds, preferWait, waitQuery } from './waiting.js';
export {
  type WebhookDeliveryList,
  type WebhookDeliveryQuery,
  type WebhookDeliveryView,
  webhookDeliveryList,
  webhookDeliveryQuery,
  webhookDeliveryView,
} from './webhook-delivery-view.js';
export {
  type NewWebhookEndpoint,
  newWebhookEndpoint,
  type WebhookEndpointChange,
  type WebhookEndpointList,
  type WebhookEndpointRemoval,
  type WebhookEndpointView,
  type WebhookEndpointWithSecret,
  webhookEndpointChange,
  webhookEndpointList,
  webhookEndpointRemoval,
  webhookEndpointView,
  webhookEndpointWithSecret,
} from './webhook-endpoint.js';
export {
  type BudgetEventType,
  budgetEventTypes,
  type DeliveryFailureReason,
  type DeliveryOutcome,
  type DeliveryState,
  deliveryFailureReasons,
  deliveryOutcomes,
  deliveryStates,
  type EndpointEventType,
  endpointEventTypes,
  type TaskEventType,
  taskEventTypes,
  type WebhookDisabledReason,
  type WebhookEventType,
  webhookDisabledReasons,
  webhookEventTypes,
} from './webhook-event.js';
export { type WorkerList, type WorkerView, workerList, workerView } from './worker-view.js';
