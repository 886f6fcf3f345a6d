/**
 * Why an attempt brought no answer, and who is to blame: the caller, the provider, a limit the operator set, or Millrace. A closed list; also `error.type` of spans.
 * The way of Bifrost's `error_type`, with `_OTHER` as OpenTelemetry has it.
 */
export const errorTypes = [
  'caller_rejected',
  'caller_context_exceeded',
  'caller_cancelled',
  'provider_unauthorized',
  'provider_quota_exhausted',
  'provider_rate_limited',
  'provider_unavailable',
  'provider_unreachable',
  'provider_timeout',
  'provider_stream_broken',
  'provider_invalid_answer',
  'policy_deadline',
  'millrace_handed_back',
  'millrace_fenced',
  'millrace_worker_lost',
  'millrace_no_route',
  'millrace_internal',
  '_OTHER',
] as const;
export type ErrorType = (typeof errorTypes)[number];
