interface RunningJob<R> {
  readonly id: string;
  readonly reference: R;
  readonly controller: AbortController;
}

/** The jobs a consumer works on at this moment. */
export interface RunningJobs<R> {
  readonly size: number;
  /** Runs the work with a signal of its own, and counts it as running until it has settled. */
  run<T>(id: string, reference: R, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Aborts these jobs' signals and says which of them were running. */
  abort(ids: readonly string[], reason: unknown): readonly R[];
  abortAll(reason: unknown): void;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
}

export interface RunningJobsOptions {
  /** Told how many run whenever that changes. */
  readonly onCount: (running: number) => void;
}

export const createRunningJobs = <R>({ onCount }: RunningJobsOptions): RunningJobs<R> => {
  // A set, not a map by id: a job that lost its lock may be fetched again here while its first run still winds up.
  const running = new Set<RunningJob<R>>();
  const waiting = new Set<() => void>();

  const settle = (job: RunningJob<R>): void => {
    running.delete(job);
    onCount(running.size);
    if (running.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  };

  return {
    get size() {
      return running.size;
    },
    async run(id, reference, work) {
      const job = { id, reference, controller: new AbortController() };
      running.add(job);
      onCount(running.size);
      try {
        return await work(job.controller.signal);
      } finally {
        settle(job);
      }
    },
    abort(ids, reason) {
      const hit = [...running].filter(({ id }) => ids.includes(id));
      for (const { controller } of hit) controller.abort(reason);
      return hit.map(({ reference }) => reference);
    },
    abortAll(reason) {
      for (const { controller } of running) controller.abort(reason);
    },
    idle: () => (running.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
  };
};
