export { createWebhookGuard, type UrlRefusal, type WebhookGuard, type WebhookGuardOptions } from './guard/webhook-guard.js';
export { defaultRetrySeconds, type NextTryOptions, nextTryMs } from './retry-schedule.js';
export type { SendOutcome } from './send/send-outcome.js';
export {
  createWebhookSender,
  type WebhookSend,
  type WebhookSender,
  type WebhookSenderOptions,
  webhookTimeoutMs,
} from './send/webhook-sender.js';
export { type SignWebhookOptions, signWebhook } from './sign-webhook.js';
export { isWebhookSecret, newWebhookSecret } from './webhook-secret.js';
