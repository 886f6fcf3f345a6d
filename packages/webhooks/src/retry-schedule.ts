/** When to try again after attempts that failed, in seconds since the delivery was queued: ten attempts in about a day. */
export const defaultRetrySeconds: readonly number[] = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

export interface NextTryOptions {
  /** In seconds since the delivery was queued, rising. */
  readonly schedule: readonly number[];
  /** How many attempts were made, the one that just failed included. */
  readonly tries: number;
  /** What the receiver asked for. */
  readonly retryAfterMs?: number | undefined;
  readonly random?: () => number;
}

/** How much a wait may differ from the schedule, either way. */
const jitter = 0.5;

/** How long to wait for the next attempt, in milliseconds, or undefined when there is none. Waits of many deliveries spread out; none is shorter than the receiver asked. */
export const nextTryMs = ({ schedule, tries, retryAfterMs = 0, random = Math.random }: NextTryOptions): number | undefined => {
  const at = schedule[tries - 1];
  if (at === undefined) return undefined;
  const gapMs = (at - (schedule[tries - 2] ?? 0)) * 1000;
  return Math.max(Math.round(gapMs * (1 - jitter + 2 * jitter * random())), Math.ceil(retryAfterMs * (1 + (jitter / 5) * random())));
};
