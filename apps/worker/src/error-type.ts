import type { FailureCode } from '@millrace/contracts';
import type { ErrorType } from '@millrace/observability';
import type { AttemptEnd } from './telemetry.js';

const ofCodes: Readonly<Record<FailureCode, ErrorType>> = {
  upstream_rejected: 'caller_rejected',
  upstream_context_exceeded: 'caller_context_exceeded',
  upstream_unauthorized: 'provider_unauthorized',
  upstream_quota_exhausted: 'provider_quota_exhausted',
  upstream_rate_limited: 'provider_rate_limited',
  upstream_unavailable: 'provider_unavailable',
  upstream_unreachable: 'provider_unreachable',
  upstream_timeout: 'provider_timeout',
  upstream_stream_broken: 'provider_stream_broken',
  upstream_invalid_answer: 'provider_invalid_answer',
  worker_lost: 'millrace_worker_lost',
  no_route: 'millrace_no_route',
  deadline_exceeded: 'policy_deadline',
  start_deadline_exceeded: 'policy_deadline',
  cancelled: 'caller_cancelled',
  internal_error: 'millrace_internal',
};

/** A failure's code as metrics and spans name it: who is to blame stands first. */
export const errorTypeOf = (code: FailureCode | undefined): ErrorType => (code === undefined ? '_OTHER' : (ofCodes[code] ?? '_OTHER'));

/** Why an attempt brought no answer; undefined of one that did. */
export const errorTypeOfEnd = ({ outcome, code }: AttemptEnd): ErrorType | undefined => {
  switch (outcome) {
    case 'succeeded':
      return undefined;
    case 'handed_back':
      return 'millrace_handed_back';
    case 'fenced':
      return 'millrace_fenced';
    case 'cancelled':
      return 'caller_cancelled';
    case 'expired':
      return 'policy_deadline';
    case 'later':
    case 'failed':
      return errorTypeOf(code);
  }
};
