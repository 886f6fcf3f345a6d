export { createWebhookGuard, type UrlRefusal, type WebhookGuard, type WebhookGuardOptions } from './guard/webhook-guard.js';
export { type SignWebhookOptions, signWebhook } from './sign-webhook.js';
export { isWebhookSecret, newWebhookSecret } from './webhook-secret.js';
