import type { JobOutcome } from './job-outcome.js';
import type { JobReference } from './job-reference.js';

/** Does the work of one job. It may not throw for anything a task can do; a throw leaves the job to be recovered later. */
export type PerformJob = (job: JobReference, signal: AbortSignal) => Promise<JobOutcome>;

/** Takes jobs of one route, as many at a time as its concurrency allows. */
export interface RouteConsumer {
  readonly route: string;
  /** Jobs being worked on now. */
  readonly active: number;
  /** Begins to take jobs; resolves once the first fetch could be made or Redis is known to be away. */
  start(): Promise<void>;
  /** Takes no more jobs; what runs goes on. Returns at once, whatever state Redis is in. */
  stopFetching(): void;
  /** Resolves when no job is being worked on. */
  idle(): Promise<void>;
  /** Aborts the signals of all running jobs with `reason`. */
  abortAll(reason: unknown): void;
  /** Lets go of the connections within `timeoutMs`; never hangs, also when Redis is away. */
  close(timeoutMs: number): Promise<void>;
  /** Milliseconds since Redis last answered a fetch or a wait for jobs: a consumer that has silently stopped shows here. */
  silentMs(): number;
}

export interface RouteConsumerEvents {
  /** An error of the queue's own (connection, lock); never of a task. */
  onError(error: Error): void;
  /** These jobs' locks were lost: another worker may have them by now. */
  onLocksLost(jobs: readonly JobReference[]): void;
  /** Jobs found abandoned by a dead worker and put back. */
  onStalled(taskId: string): void;
}
