export interface Measure {
  /** Its name among the figures of a trial. */
  readonly figure: string;
  readonly title: string;
  readonly against: 'plain' | 'portkey' | 'sdk' | 'sdkOverUndici';
  readonly digits: number;
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
}

const pair = { against: 'plain', digits: 0 } as const;
const caller = { digits: 0 } as const;
const gateway = { against: 'portkey', digits: 1 } as const;

/** Every figure that is compared, in the order of the table. */
export const measures: readonly Measure[] = [
  { ...pair, figure: 'submissionsPerSecond', title: 'submissions/s of one api process', target: { atLeast: 1.5 } },
  { ...pair, figure: 'submitApiCpuMicros', title: 'api CPU per submission, µs' },
  { ...pair, figure: 'submitRedisCpuMicros', title: 'Redis CPU per submission, µs' },
  { ...pair, figure: 'redisBytesPerTask', title: 'Redis bytes per queued task' },
  { ...pair, figure: 'tasksPerSecond', title: 'tasks/s of one worker process, instant upstream', target: { atLeast: 1.6 } },
  { ...pair, figure: 'workerCpuMicros', title: 'worker CPU per task, µs' },
  { ...pair, figure: 'workRedisCpuMicros', title: 'Redis CPU per task worked on, µs' },
  { ...pair, figure: 'lifeRedisCpuMicros', title: 'Redis CPU per task, whole life, µs', target: { atMost: 1.3 } },
  { ...caller, against: 'sdk', figure: 'callCpuMicros', title: 'CPU per streamed call, no queue, µs' },
  { ...caller, against: 'sdkOverUndici', figure: 'callCpuMicros', title: 'CPU per streamed call, no queue, µs' },
  { ...caller, against: 'sdk', figure: 'callsPerSecond', title: 'streamed calls/s of one process, no queue' },
  { ...caller, against: 'sdkOverUndici', figure: 'callsPerSecond', title: 'streamed calls/s of one process, no queue' },
  { ...gateway, figure: 'addedP50Ms', title: 'added latency at 100 tasks/s, p50, ms', target: { atMost: 2 } },
  { ...gateway, figure: 'addedP95Ms', title: 'added latency at 100 tasks/s, p95, ms' },
  { ...gateway, figure: 'addedP99Ms', title: 'added latency at 100 tasks/s, p99, ms', target: { atMost: 1 } },
];
