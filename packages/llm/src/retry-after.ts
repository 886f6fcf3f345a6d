import type { Clock } from '@millrace/runtime';
import type { HeaderReader } from './header-reader.js';
import { httpDateMs, providerTimeMs } from './http-date.js';
import { isJsonObject } from './json-object.js';

const decimal = /^\d+(\.\d+)?$/;

/** What a provider answered with, as far as it may say when to come again. */
export interface Refusal {
  readonly headers: HeaderReader;
  /** The `error` of the body, if it had one. */
  readonly error?: unknown;
}

/**
 * How long the provider asks to wait, in milliseconds, a whole number without a cap: `retry-after-ms` (OpenAI), `x-ms-retry-after-ms` (Azure),
 * else `Retry-After` in seconds or as a date (RFC 9110 section 10.2.3), else Google's `retryDelay` in the body. Undefined when there
 * is none, or nothing that makes sense: negative, past, garbage.
 */
export const retryAfterMs = ({ headers, error }: Refusal, now: Clock): number | undefined =>
  fromNumber(headers.get('retry-after-ms'), 1) ??
  fromNumber(headers.get('x-ms-retry-after-ms'), 1) ??
  fromNumber(headers.get('retry-after'), 1_000) ??
  fromDate(headers, now) ??
  fromDetails(error);

const fromNumber = (value: string | null, unitMs: number): number | undefined => {
  const text = value?.trim() ?? '';
  if (!decimal.test(text)) return undefined;
  const ms = Math.ceil(Number(text) * unitMs);
  return Number.isFinite(ms) ? Math.min(ms, Number.MAX_SAFE_INTEGER) : undefined;
};

const fromDate = (headers: HeaderReader, now: Clock): number | undefined => {
  const date = httpDateMs(headers.get('retry-after'));
  const ms = date === undefined ? -1 : date - providerTimeMs(headers, now);
  return ms >= 0 ? ms : undefined;
};

/** `details: [{"@type": ".../google.rpc.RetryInfo", "retryDelay": "34s"}]`: https://cloud.google.com/apis/design/errors */
const fromDetails = (error: unknown): number | undefined => {
  const details = isJsonObject(error) && Array.isArray(error.details) ? error.details : [];
  for (const detail of details) {
    const delay: unknown = isJsonObject(detail) ? detail.retryDelay : undefined;
    const ms = typeof delay === 'string' && delay.endsWith('s') ? fromNumber(delay.slice(0, -1), 1_000) : undefined;
    if (ms !== undefined) return ms;
  }
  return undefined;
};
