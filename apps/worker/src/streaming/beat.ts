/** Items that are due at times of their own, called together by one timer. */
export interface Beat<T> {
  /** Has the item called at that time, instead of any it was to be called at before. */
  set(item: T, atMs: number): void;
  clear(item: T): void;
}

export interface BeatOptions<T> {
  /** Milliseconds from any fixed point; never goes back. */
  readonly monotonicMs: () => number;
  /** Called with all that are due. */
  readonly onDue: (items: readonly T[]) => void;
}

export const createBeat = <T>({ monotonicMs, onDue }: BeatOptions<T>): Beat<T> => {
  const waiting = new Map<T, number>();
  let timer: { readonly atMs: number; cancel(): void } | undefined;

  const wakeAt = (atMs: number): void => {
    if (timer && timer.atMs <= atMs) return;
    timer?.cancel();
    timer = { atMs, cancel: wakeAfter(atMs - monotonicMs(), ring) };
  };
  const ring = (): void => {
    timer = undefined;
    const nowMs = monotonicMs();
    const due: T[] = [];
    let nextMs = Number.POSITIVE_INFINITY;
    for (const [item, atMs] of waiting) {
      if (atMs <= nowMs) due.push(item);
      else nextMs = Math.min(nextMs, atMs);
    }
    for (const item of due) waiting.delete(item);
    if (nextMs !== Number.POSITIVE_INFINITY) wakeAt(nextMs);
    if (due.length > 0) onDue(due);
  };

  return {
    set: (item, atMs) => {
      waiting.set(item, atMs);
      wakeAt(atMs);
    },
    clear: (item) => void waiting.delete(item),
  };
};

/** At once means after all that comes in this turn of the event loop; a timer would wait a millisecond. */
const wakeAfter = (ms: number, wake: () => void): (() => void) => {
  if (ms <= 0) {
    const immediate = setImmediate(wake);
    return () => clearImmediate(immediate);
  }
  const timeout = setTimeout(wake, Math.ceil(ms)).unref();
  return () => clearTimeout(timeout);
};
