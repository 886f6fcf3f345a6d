import type { Experiment } from '../read-flags.js';

export interface Measure {
  /** Its name among the figures of a trial. */
  readonly figure: string;
  readonly title: string;
  readonly experiments: readonly Experiment[];
  readonly against: 'plain' | 'portkey';
  readonly digits: number;
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
}

const submit = { experiments: ['submit'], against: 'plain', digits: 0 } as const;
const work = { experiments: ['work'], against: 'plain', digits: 0 } as const;
const latency = { experiments: ['latency'], against: 'portkey', digits: 1 } as const;

/** Every figure that is compared, in the order of the table. */
export const measures: readonly Measure[] = [
  { ...submit, figure: 'submissionsPerSecond', title: 'submissions/s of one api process', target: { atLeast: 1.5 } },
  { ...submit, figure: 'submitApiCpuMicros', title: 'api CPU per submission, µs' },
  { ...submit, figure: 'submitRedisCpuMicros', title: 'Redis CPU per submission, µs' },
  { ...submit, figure: 'redisBytesPerTask', title: 'Redis bytes per queued task' },
  { ...work, figure: 'tasksPerSecond', title: 'tasks/s of one worker process, instant upstream', target: { atLeast: 1.6 } },
  { ...work, figure: 'workerCpuMicros', title: 'worker CPU per task, µs' },
  { ...work, figure: 'workRedisCpuMicros', title: 'Redis CPU per task worked on, µs' },
  {
    figure: 'lifeRedisCpuMicros',
    title: 'Redis CPU per task, whole life, µs',
    experiments: ['submit', 'work'],
    against: 'plain',
    digits: 0,
    target: { atMost: 1.3 },
  },
  { ...latency, figure: 'addedP50Ms', title: 'added latency at 100 tasks/s, p50, ms', target: { atMost: 2 } },
  { ...latency, figure: 'addedP95Ms', title: 'added latency at 100 tasks/s, p95, ms' },
  { ...latency, figure: 'addedP99Ms', title: 'added latency at 100 tasks/s, p99, ms', target: { atMost: 1 } },
];
