export type {
  AnswerDelta,
  Attempt,
  BeginOutcome,
  BeginRequest,
  Ending,
  FlushOutcome,
  Keeping,
  LoadOutcome,
  OpenTask,
  SettleOutcome,
  StopReason,
} from './attempt-outcomes.js';
export type { Attempts, ReleaseOutcome } from './attempts.js';
export type { CallReport } from './call-report.js';
export { type CancelTask, createCancelTask } from './cancel-task.js';
export { type Candidates, candidatesOf } from './candidates.js';
export { type Channels, createChannels } from './channels.js';
export { costNanoOf } from './cost-nano-of.js';
export { type AttemptsOptions, attemptLeaseMs, createAttempts } from './create-attempts.js';
export { createEraseTask, type EraseOutcome, type EraseTask } from './erase-task.js';
export { snapshotBeforeEnd } from './event-history.js';
export { createReadHeldTasks, type ReadHeldTasks } from './fair/read-held-tasks.js';
export { createFollowTask, type FollowTask, type FollowTaskOptions } from './follow-task.js';
export type { KeptAnswer } from './kept-answer.js';
export type { DeploymentStatus, Dryness, ProviderStatus, ServiceState, SubjectStatus } from './limits/provider-status.js';
export { createReadProviders, type ReadProviders } from './limits/read-providers.js';
export type { ListOutcome, ListRequest, ListTasks, TaskPlace } from './list-outcome.js';
export { createListTasks, type ListTasksOptions } from './list-tasks.js';
export { createForesee, type Foresee, type ForeseeOptions } from './outlook/foresee.js';
export type { Prospect } from './outlook/prospect-of.js';
export type { ProviderChange } from './provider-change.js';
export { createDeadLetters, type DeadLetters, type DeadTask } from './queues/dead-letters.js';
export { createListWorkers, type ListWorkers, type LivingWorker } from './queues/list-workers.js';
export { createPauseQueue, type PauseQueue } from './queues/pause-queue.js';
export type { QueueStatus } from './queues/queue-status.js';
export { createReadQueues, type ReadQueues } from './queues/read-queues.js';
export { createReadEvents, type ReadEvents } from './read-events.js';
export { createReadLedger, type Ledger } from './read-ledger.js';
export type { ReadOutcome, ReadTask } from './read-outcome.js';
export { createReadSubmission, type ReadSubmission, type ReadSubmissionOptions } from './read-submission.js';
export { createReadTask, type ReadTaskOptions } from './read-task.js';
export { type ReencryptReport, reencrypt } from './reencrypt/reencrypt.js';
export { noWork, type RouteWork } from './route-work.js';
export type { PriorityWeights } from './share-argument.js';
export type { SteerOptions, SteerRequest } from './steer-request.js';
export type { LimitState, SubmitOutcome, SubmitRequest, SubmitTask, TaskLimit, TimeRefusal } from './submit-outcome.js';
export { createSubmitTask, type SubmitTaskOptions } from './submit-task.js';
export type { SweepReport } from './sweep-report.js';
export { createSweeper, type Sweeper, type SweeperOptions } from './sweeper.js';
export { attemptTold, firstEvent, type TaskEnd, type ToldEvent, toldEvent } from './told-event.js';
export { toolCallsOf } from './tool-calls-of.js';
export type { BudgetNews } from './usage/budget-news.js';
export { createReadUsage, type ReadUsage, type UsageRequest } from './usage/read-usage.js';
export { readUsageRow, type UsageRow } from './usage/usage-row.js';
export { addUsage, nothingUsed, readUsageSums, type UsageSums } from './usage/usage-sums.js';
export { createWaitForEnd, type WaitForEnd } from './wait-for-end.js';
export {
  createDeliveryLog,
  type DeliveryLog,
  type DeliveryLogOptions,
  type DeliveryPage,
  type DeliveryPlace,
  type ListDeliveriesRequest,
} from './webhooks/delivery-log.js';
export type { ClaimedDelivery, ClaimOutcome, DeliveryAttempt, RecordOutcome } from './webhooks/delivery-outcomes.js';
export {
  createWebhookEndpoints,
  type EndpointChange,
  type EndpointOf,
  mostEndpoints,
  type NewEndpoint,
  type WebhookEndpoints,
} from './webhooks/endpoints.js';
export type { WebhookEndpoint } from './webhooks/read-endpoint.js';
export { createReplayDelivery, type ReplayDelivery, type ReplayDeliveryOptions, type ReplayOutcome } from './webhooks/replay-delivery.js';
export { shownUrl } from './webhooks/shown-url.js';
export {
  createSigningSecrets,
  type SigningSecretList,
  type SigningSecrets,
  type SigningSecretsOptions,
} from './webhooks/signing-secrets.js';
export type { PastDeliveryAttempt, StoredDelivery } from './webhooks/stored-delivery.js';
export { endpointSecretContext, type SigningSecret, storedSecrets } from './webhooks/stored-secrets.js';
export { type TaskWebhook, taskWebhookContext } from './webhooks/task-webhook.js';
export { createTestDelivery, type TestDelivery } from './webhooks/test-delivery.js';
export { createWebhookDeliveries, type WebhookDeliveries, type WebhookDeliveriesOptions } from './webhooks/webhook-delivery.js';
export { isDeliveryId, isWebhookId } from './webhooks/webhook-ids.js';
