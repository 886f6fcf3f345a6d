import { WebhookVerificationError } from '../errors/webhook-verification-error.js';
import { signedHeaders, type WebhookHeaders } from './signed-headers.js';
import type { WebhookEvent } from './webhook-event.js';

export interface VerifyWebhookOptions {
  /** The body exactly as it came, not parsed and written again. */
  readonly payload: string | Uint8Array;
  readonly headers: WebhookHeaders;
  /** `whsec_…` */
  readonly secret?: string | undefined;
  /** Several, any of which may have signed. */
  readonly secrets?: readonly string[] | undefined;
  /** How far its time may lie from now; 300. */
  readonly toleranceSeconds?: number | undefined;
  /** Milliseconds since the epoch, in place of the clock. */
  readonly now?: (() => number) | undefined;
}

type Bytes = Uint8Array<ArrayBuffer>;

const encode = (text: string): Bytes => new TextEncoder().encode(text);

const decodeBase64 = (text: string): Bytes | undefined => {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
};

const importKey = async (secret: string) => {
  const bytes = secret.startsWith('whsec_') ? decodeBase64(secret.slice('whsec_'.length)) : undefined;
  if (!bytes?.length) throw new TypeError('a secret begins with whsec_, and base64 follows');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
};

const checkTime = (timestamp: string, toleranceSeconds: number, nowMs: number): void => {
  if (!/^\d{1,15}$/.test(timestamp)) throw new WebhookVerificationError('bad_timestamp', 'webhook-timestamp is no number of seconds');
  const ageSeconds = nowMs / 1000 - Number(timestamp);
  const age = `${Math.abs(Math.round(ageSeconds))} s`;
  if (ageSeconds > toleranceSeconds) throw new WebhookVerificationError('too_old', `it was signed ${age} ago`);
  if (ageSeconds < -toleranceSeconds) throw new WebhookVerificationError('too_new', `it was signed ${age} from now; is the clock right?`);
};

/** Signatures of the kind that secrets make; others may stand beside them. */
const signaturesIn = (header: string): readonly Bytes[] =>
  header.split(' ').flatMap((one) => (one.startsWith('v1,') ? [decodeBase64(one.slice('v1,'.length)) ?? new Uint8Array()] : []));

const bytesOf = (payload: string | Uint8Array): Bytes => {
  if (typeof payload === 'string') return encode(payload);
  if (payload instanceof Uint8Array) return new Uint8Array(payload);
  throw new TypeError('payload must be the body as it came, as text or bytes; with express, use express.raw() or express.text()');
};

const joined = (head: Bytes, body: Bytes): Bytes => {
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
};

const parsed = (body: Bytes): WebhookEvent => {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new WebhookVerificationError('not_an_event', 'it is signed, but not JSON');
  }
};

/**
 * Returns the event if one of the secrets has signed it not long ago (Standard Webhooks, compared in constant time). Throws a
 * `WebhookVerificationError` otherwise, and a `TypeError` for a secret or a payload that cannot be one.
 */
export const verifyWebhook = async (options: VerifyWebhookOptions): Promise<WebhookEvent> => {
  const { payload, headers, secret, secrets = [], toleranceSeconds = 300, now = Date.now } = options;
  const body = bytesOf(payload);
  const all = secret === undefined ? secrets : [secret, ...secrets];
  if (all.length === 0) throw new TypeError('give a secret');
  const keys = await Promise.all(all.map(importKey));
  const { id, timestamp, signatures } = signedHeaders(headers);
  checkTime(timestamp, toleranceSeconds, now());
  const signed = joined(encode(`${id}.${timestamp}.`), body);
  for (const signature of signaturesIn(signatures)) {
    for (const key of keys) {
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) return parsed(body);
    }
  }
  throw new WebhookVerificationError('wrong_signature', 'none of the secrets has signed this');
};
