/** What became of a call: refused for a limit, for its key, for its length, answered with an error or worse on purpose, or answered. */
export type CallVerdict = 'open' | 'answered' | 'limited' | 'unauthorized' | 'too_long' | 'failed' | 'abandoned';

/** One call as the provider saw it; times are milliseconds since 1970. */
export interface ProviderCall {
  /** When it had come whole. */
  readonly at: number;
  /** The secret of `Authorization` or `api-key`; empty without one. */
  readonly key: string;
  readonly model: string;
  /** The last thing the call said. */
  readonly prompt: string;
  readonly streamed: boolean;
  readonly promptTokens: number;
  /** Of the answer; 0 until, and unless, one was begun. */
  readonly completionTokens: number;
  /** `abandoned`: the caller hung up before the end. */
  readonly verdict: CallVerdict;
  /** Its status; 0 without one. */
  readonly status: number;
  /** Of a refused call, the time before which it was asked not to come back, when it was told. */
  readonly notBefore?: number;
  /** When the answer was complete or the connection gone. */
  readonly endedAt?: number;
  /** By how many milliseconds it came before the time its key had been told; 0 = it did not. */
  readonly earlyMs: number;
}

export type OpenCall = { -readonly [Name in keyof ProviderCall]: ProviderCall[Name] };
