export interface SignalOptions {
  /** Gives up; the call rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}
