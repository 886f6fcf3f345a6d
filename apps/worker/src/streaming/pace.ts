/** How often an attempt is told of while someone follows its task: faster than a screen is read, slow enough to share calls. */
const followedMs = 25;

/** While nobody follows, what is told is only there for those who come later: a short answer is not worth a write before its end. */
const unfollowedMs = 500;

export interface Told {
  readonly followers: number;
  /** When this attempt was last told of; undefined = not yet. */
  readonly lastMs: number | undefined;
}

/** When what has come now is to be told; with someone following, the first piece at once. */
export const dueMs = ({ followers, lastMs }: Told, nowMs: number): number => {
  if (followers > 0) return lastMs === undefined ? nowMs : Math.max(nowMs, onTheBeat(lastMs + followedMs));
  return onTheBeat(lastMs === undefined ? nowMs + unfollowedMs : Math.max(nowMs, lastMs + unfollowedMs));
};

/** When to try again what Redis did not take. */
export const retryDueMs = (nowMs: number): number => onTheBeat(nowMs + unfollowedMs);

/** All attempts of a process are told of in the same moments, so that they share calls and the timer fires seldom. */
const onTheBeat = (ms: number): number => Math.ceil(ms / followedMs) * followedMs;
