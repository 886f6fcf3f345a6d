/** How much is done in each trial. */
export interface Sizes {
  /** Submitted before the measurement, for the compiler of Node and the connections to settle. */
  readonly warmUpTasks: number;
  /** Submitted while it is measured. */
  readonly tasks: number;
  /** Made of the model itself, with no queue between. */
  readonly calls: number;
  readonly warmUpCalls: number;
  readonly latencySeconds: number;
  readonly latencyWarmUpSeconds: number;
  /** Worked off against a provider that enforces limits. */
  readonly quotaTasks: number;
  /** How long tasks are asked for while one of three deployments is faulty. */
  readonly faultySeconds: number;
}

export const fullSizes: Sizes = {
  warmUpTasks: 8000,
  tasks: 8000,
  calls: 10_000,
  warmUpCalls: 5000,
  latencySeconds: 8,
  latencyWarmUpSeconds: 8,
  quotaTasks: 5000,
  faultySeconds: 30,
};
export const quickSizes: Sizes = {
  warmUpTasks: 1000,
  tasks: 3000,
  calls: 4000,
  warmUpCalls: 2000,
  latencySeconds: 4,
  latencyWarmUpSeconds: 2,
  quotaTasks: 1500,
  faultySeconds: 10,
};
/** Only shows that everything works. */
export const smokeSizes: Sizes = {
  warmUpTasks: 100,
  tasks: 200,
  calls: 200,
  warmUpCalls: 100,
  latencySeconds: 1,
  latencyWarmUpSeconds: 0,
  quotaTasks: 100,
  faultySeconds: 2,
};

/** How many submissions are under way at a time, and how many tasks a worker runs: Millrace's default. */
export const concurrency = 100;
export const tasksPerSecond = 100;
/** Of answers that come piece by piece. */
export const streamsPerSecond = 20;
export const streamPaceMs = 10;
export const upstreamDelayMs = 50;
