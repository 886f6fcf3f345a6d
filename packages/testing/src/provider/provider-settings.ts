import type { RetryAfterForm } from './retry-after-headers.js';

/** How a limit per minute is counted. */
export type MeterKind = 'token_bucket' | 'fixed_window' | 'sliding_window';

/** What one key may use; an absent limit is none. */
export interface KeyLimits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Calls at a time. */
  readonly maxInFlight?: number;
  /** Default `token_bucket`. */
  readonly kind?: MeterKind;
  /** Of token buckets: how much of a minute's limit they hold when full, from 0 to 1; never less than one request. Default 1. */
  readonly burst?: number;
}

/**
 * What happens to calls: `answer` is right; `hold` keeps them until this changes, and then does as is said by then; `reset` cuts the connection at once, `refuse` takes none, `hang` never answers, `garbage` answers 200 with
 * something that is no completion, `cut` breaks off in the middle of the answer, a number is the status of an error.
 */
export type Conduct = 'answer' | 'hold' | 'reset' | 'refuse' | 'hang' | 'garbage' | 'cut' | number;

/** All that can be set at the start and changed at run time. */
export interface ProviderSettings {
  /** Limits of every key that `keyLimits` does not name. */
  readonly limits: KeyLimits;
  readonly keyLimits: Readonly<Record<string, KeyLimits>>;
  /** Keys that are answered 401. */
  readonly revoked: readonly string[];
  readonly conduct: Conduct;
  /** The share of calls answered 500, from 0 to 1, spread evenly. */
  readonly errorShare: number;
  /** `prompt`: the prompt counts at the start, the answer at its end. `reserve`: `max_tokens` counts at the start too, until the answer is known. */
  readonly counting: 'prompt' | 'reserve';
  /** Whether answers and refusals tell the limits in `x-ratelimit-*` headers. */
  readonly tellsLimits: boolean;
  readonly retryAfter: RetryAfterForm;
  /** A refused call is told to wait at least this long, in milliseconds. */
  readonly retryAfterAtLeastMs: number;
  /** Most tokens of prompt and `max_tokens` together; more is answered 400 with `context_length_exceeded`. */
  readonly contextLength: number;
  /** Of the prompt, by which its tokens are counted. */
  readonly bytesPerToken: number;
  /** Tokens of an answer are from `least` to `most`, spread evenly over the calls, and never more than `max_tokens`. */
  readonly completionTokens: { readonly least: number; readonly most: number };
  /** Until the first byte of an answer, in milliseconds. */
  readonly latencyMs: number;
  /** Between the four pieces of a streamed answer, in milliseconds. */
  readonly paceMs: number;
}

export const defaultSettings: ProviderSettings = {
  limits: {},
  keyLimits: {},
  revoked: [],
  conduct: 'answer',
  errorShare: 0,
  counting: 'prompt',
  tellsLimits: true,
  retryAfter: 'seconds',
  retryAfterAtLeastMs: 0,
  contextLength: Number.MAX_SAFE_INTEGER,
  bytesPerToken: 4,
  completionTokens: { least: 16, most: 16 },
  latencyMs: 0,
  paceMs: 0,
};
