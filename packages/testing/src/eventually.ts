export interface EventuallyOptions {
  /** How long to keep asking before giving up, in milliseconds. Generous: it only costs time when the test is going to fail. */
  readonly timeoutMs?: number;
  readonly everyMs?: number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks again and again until the check returns something other than `false`, `null` or `undefined`, and returns that.
 * For conditions that give no signal, such as a key in Redis or a metric; this is the one place that polls.
 * What the check throws counts as "not yet", and is the cause of the error when time runs out.
 */
export const eventually = async <T>(
  check: () => T | Promise<T>,
  { timeoutMs = 20_000, everyMs = 20 }: EventuallyOptions = {},
): Promise<Exclude<T, false | null | undefined>> => {
  const deadline = Date.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const answer = await check();
      if (answer !== false && answer !== null && answer !== undefined) return answer as Exclude<T, false | null | undefined>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await pause(everyMs);
  } while (Date.now() < deadline);
  throw new Error(`did not come true within ${timeoutMs} ms: ${check.toString()}`, { cause });
};
