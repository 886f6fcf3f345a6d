import { isJsonObject } from './json-object.js';

/** The error object of OpenAI's API and of those that copy it; every field may be missing or of another type. */
interface ReportedError {
  readonly code?: unknown;
  readonly type?: unknown;
  readonly status?: unknown;
}

/** Words providers use for what went wrong. Only these are repeated in our messages: any other text may quote the prompt or the key. */
const knownWords = new Set([
  'account_deactivated',
  'authentication_error',
  'billing_hard_limit_reached',
  'billing_not_active',
  'content_filter',
  'content_policy_violation',
  'context_window_exceeded',
  'context_length_exceeded',
  'exceed_context_size_error',
  'insufficient_quota',
  'internal_error',
  'invalid_api_key',
  'invalid_request_error',
  'invalid_type',
  'invalid_value',
  'model_not_found',
  'not_found_error',
  'overloaded_error',
  'permission_error',
  'rate_limit_error',
  'rate_limit_exceeded',
  'server_error',
  'service_unavailable',
  'string_above_max_length',
  'tokens_exceeded',
  'unknown_parameter',
  'unsupported_parameter',
  'unsupported_value',
]);

/** What a provider's error says in words we know, the more precise one, and the status it names in place of a word, if any. */
export const reportedError = (error: unknown): { readonly word?: string; readonly status?: number } => {
  if (!isJsonObject(error)) return {};
  const { code, type, status }: ReportedError = error;
  const word = [code, type].find((value): value is string => typeof value === 'string' && knownWords.has(value));
  const named = [code, status].map(Number).find((value) => Number.isInteger(value) && value >= 400 && value <= 599);
  return { ...(word !== undefined && { word }), ...(named !== undefined && { status: named }) };
};
