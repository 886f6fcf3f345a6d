/** What a timer can wait for; more would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

export interface WithinTimeOptions {
  /** Absent, there is no limit. */
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** What is thrown when the time is over. */
  readonly late: () => unknown;
}

/** Gives `work` a signal that fires when the time is over or the caller gives up. */
export const withinTime = async <T>(
  { timeoutMs, signal, late }: WithinTimeOptions,
  work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> => {
  if (timeoutMs === undefined) return work(signal);
  const controller = new AbortController();
  const giveUp = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) giveUp();
  signal?.addEventListener('abort', giveUp, { once: true });
  const timer = setTimeout(() => controller.abort(late()), Math.min(timeoutMs, longestTimerMs));
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
};
