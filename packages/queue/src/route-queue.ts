import type { JobIdentity } from './job-id.js';

/** Counts of one route's jobs by where they wait. */
export interface RouteDepth {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  /** Whether nothing is handed out at all. */
  readonly paused: boolean;
}

/** Ages in ms, each absent when there is no such job. */
export interface RouteOldest {
  /** Since the next job in line was added. */
  readonly waiting?: number;
  /** Since the job that is being worked on longest was taken. */
  readonly active?: number;
  /** Since the next job to become due was added. */
  readonly delayed?: number;
}

/** Looks at the queue of one route without taking from it. All looks reject within their time limit when Redis does not answer. */
export interface RouteQueue {
  readonly route: string;
  depth(): Promise<RouteDepth>;
  /** Ages by the clock given, ms since the epoch. */
  oldest(nowMs: number): Promise<RouteOldest>;
  /** How many jobs stand in line before that of this run of a task; undefined when it does not stand in line: taken, delayed, or gone. */
  ahead(job: JobIdentity): Promise<number | undefined>;
}
