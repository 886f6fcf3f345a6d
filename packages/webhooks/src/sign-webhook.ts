import { createHmac } from 'node:crypto';
import { signingKey } from './webhook-secret.js';

export interface SignWebhookOptions {
  readonly id: string;
  /** When this attempt is made: seconds since the epoch. */
  readonly timestampSeconds: number;
  readonly body: string;
  /** `whsec_…`; each signs, so that a receiver that knows any of them accepts. */
  readonly secrets: readonly string[];
}

/** The headers of Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). */
export const signWebhook = ({ id, timestampSeconds, body, secrets }: SignWebhookOptions): Record<string, string> => {
  const signed = `${id}.${timestampSeconds}.${body}`;
  const signatures = secrets.map((secret) => `v1,${createHmac('sha256', signingKey(secret)).update(signed).digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': String(timestampSeconds), 'webhook-signature': signatures.join(' ') };
};
