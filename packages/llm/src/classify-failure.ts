import { isContextExceeded } from './context-exceeded.js';
import { isJsonObject } from './json-object.js';
import type { LlmTimeouts } from './llm-deployment.js';
import type { Blame, LlmFailure, TimeoutPhase, UpstreamFailureCode } from './llm-outcome.js';
import { trueMeaning } from './misleading-status.js';
import { reportedError } from './provider-error.js';
import { maxAnswerBytes, type ReadVerdict } from './read-answer.js';

/** A status other than 2xx, and what came with it. */
export interface StatusFailure {
  readonly status: number;
  /** The `error` of the body, if it was JSON and had one. */
  readonly error: unknown;
  /** The header `x-should-retry`, by which OpenAI says `false` where the status suggests a retry. */
  readonly shouldRetry: string | null;
}

/** A failure but for what only the call itself knows. */
export type ClassifiedFailure = Pick<LlmFailure, 'code' | 'message' | 'retryable' | 'blame' | 'status' | 'timeout'>;

/** An account without credit answers 429 like a busy one. Asking again cannot help until a person has paid, and would keep other tasks waiting. */
const quotaWords = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);

interface Verdict {
  readonly blame: Blame;
  readonly retryable: boolean;
}

/** docs/explanation/failures-and-fallback.md tells what follows from each. */
const verdicts: Readonly<Record<UpstreamFailureCode, Verdict>> = {
  upstream_rejected: { blame: 'caller', retryable: false },
  upstream_context_exceeded: { blame: 'context', retryable: false },
  upstream_unauthorized: { blame: 'credential', retryable: false },
  upstream_quota_exhausted: { blame: 'credential', retryable: false },
  upstream_rate_limited: { blame: 'limit', retryable: true },
  upstream_unavailable: { blame: 'deployment', retryable: true },
  upstream_unreachable: { blame: 'deployment', retryable: true },
  upstream_timeout: { blame: 'deployment', retryable: true },
  upstream_stream_broken: { blame: 'deployment', retryable: true },
  // What stands in front of a provider may answer for it for a while, and another deployment may be well.
  upstream_invalid_answer: { blame: 'deployment', retryable: true },
};

const failure = (code: UpstreamFailureCode, message: string): ClassifiedFailure => ({ code, message, ...verdicts[code] });

export const statusFailure = ({ status, error, shouldRetry }: StatusFailure): ClassifiedFailure => {
  const { word } = reportedError(error);
  const code = codeOf({ status, word, error });
  const classified = failure(code, sentenceFor(code, status, word));
  // A provider may say that asking again is no use; it cannot make us repeat what the caller or the operator has to mend.
  const overruled = shouldRetry === 'false' ? { retryable: false } : {};
  return { ...classified, ...overruled, status };
};

/** An error object inside an answer that began with 200. Without a word or status we know it is the provider's own trouble: it had taken the request. */
const reportedFailure = (error: unknown): ClassifiedFailure => {
  const { word, status } = reportedError(error);
  const code = codeOf({ status: status ?? statusOfWord(word), word, error });
  return failure(code, `The provider broke off its answer with an error${word ? ` (${word})` : status ? ` (${status})` : ''}.`);
};

interface Reported {
  readonly status: number;
  readonly word: string | undefined;
  readonly error: unknown;
}

const codeOf = ({ status, word, error }: Reported): UpstreamFailureCode => {
  const meaning = trueMeaning(status, error);
  if (meaning) return codesOfMeanings[meaning];
  if (word !== undefined && quotaWords.has(word)) return 'upstream_quota_exhausted';
  if (isContextExceeded(status, error)) return 'upstream_context_exceeded';
  if (status === 401 || status === 402 || status === 403) return 'upstream_unauthorized';
  if (status === 429) return 'upstream_rate_limited';
  if (status === 408 || status === 409 || status >= 500) return 'upstream_unavailable';
  return status >= 400 ? 'upstream_rejected' : 'upstream_invalid_answer';
};

const codesOfMeanings = {
  key_invalid: 'upstream_unauthorized',
  out_of_credit: 'upstream_quota_exhausted',
  larger_than_limit: 'upstream_rejected',
} as const;

const statusOfWord = (word: string | undefined): number => {
  if (word === 'rate_limit_exceeded' || word === 'rate_limit_error' || word === 'tokens_exceeded') return 429;
  if (word === 'invalid_api_key' || word === 'authentication_error' || word === 'permission_error' || word === 'account_deactivated')
    return 401;
  if (
    word === undefined ||
    word === 'server_error' ||
    word === 'overloaded_error' ||
    word === 'internal_error' ||
    word === 'service_unavailable'
  )
    return 503;
  return 400;
};

const sentenceFor = (code: UpstreamFailureCode, status: number, word: string | undefined): string => {
  if (status < 400)
    return `The provider answered ${status}, which is not an answer; redirects are not followed, so that the key stays with its host.`;
  const answered = `The provider answered ${status}${word ? ` (${word})` : ''}`;
  if (code === 'upstream_context_exceeded') return `${answered}: question and answer together are longer than the model's context.`;
  if (code === 'upstream_rejected' && status === 429) return `${answered}: this request alone is above its limit of tokens per minute.`;
  return `${answered}.`;
};

/** A body that could not be read as an answer. */
export const verdictFailure = (verdict: Exclude<ReadVerdict, { kind: 'complete' }>): ClassifiedFailure => {
  if (verdict.kind === 'error') return reportedFailure(verdict.error);
  if (verdict.kind === 'broken') return streamBroken;
  return failure('upstream_invalid_answer', verdict.kind === 'too_large' ? tooLarge : notAnAnswer);
};

const streamBroken = failure('upstream_stream_broken', 'The answer stopped before the provider said that it was finished.');
const tooLarge = `The provider sent more than ${maxAnswerBytes / 2 ** 20} MiB for one answer.`;
const notAnAnswer = 'The provider answered 200 with something that is not a chat completion.';

const phases: Readonly<Record<TimeoutPhase, { readonly clock: keyof LlmTimeouts; readonly missed: string }>> = {
  connect: { clock: 'connectMs', missed: 'No connection to the provider was made' },
  first_byte: { clock: 'firstByteMs', missed: 'The provider did not begin to answer' },
  idle: { clock: 'idleMs', missed: 'The provider sent nothing more of its answer' },
  total: { clock: 'totalMs', missed: 'The provider did not finish' },
};

export const timeoutFailure = (phase: TimeoutPhase, timeouts: LlmTimeouts): ClassifiedFailure => {
  const { clock, missed } = phases[phase];
  return { ...failure('upstream_timeout', `${missed} within ${timeouts[clock]} ms (${phase.replace('_', ' ')} timeout).`), timeout: phase };
};

/** Codes of Node and undici name the fault and hold nothing of the exchange. */
const faultCode = /^[A-Z][A-Z0-9_]{2,63}$/;

/** A connection that could not be made, broke, or carried something that is not HTTP. */
export const networkFailure = (error: unknown, answerBegun: boolean): ClassifiedFailure => {
  if (answerBegun) return streamBroken;
  const faults = faultsOf(error);
  if (faults.some((fault) => notHttp.has(fault))) {
    return failure('upstream_invalid_answer', "What answered at the provider's address does not speak HTTP.");
  }
  const code = faults.find((fault) => faultCode.test(fault));
  return failure('upstream_unreachable', `The provider could not be reached, or hung up before it answered${code ? ` (${code})` : ''}.`);
};

const notHttp = new Set(['HTTPParserError', 'HeadersOverflowError']);

/** The codes and names of an error and of what it wraps: our fetch wraps undici's, and the SDK wraps ours. */
const faultsOf = (error: unknown): string[] => {
  const faults: unknown[] = [];
  for (let at = error, depth = 0; isJsonObject(at) && depth < 5; at = at.cause, depth += 1) faults.push(at.code, at.name);
  return faults.filter((fault) => typeof fault === 'string');
};

/** Whether undici gave up connecting by its own clock, which is set to the same time as the call's. */
export const isConnectTimeout = (error: unknown): boolean => faultsOf(error).includes('UND_ERR_CONNECT_TIMEOUT');
