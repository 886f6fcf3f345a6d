import type { JobOutcome } from './job-outcome.js';

/**
 * Does the work of one job. It may not throw for anything a task can do; a throw is reported and brings the job back seconds later.
 * The signal is aborted when the job's lock is lost, by `abortAll`, and when the consumer is closed before the work has ended.
 */
export type PerformJob<R> = (job: R, signal: AbortSignal) => Promise<JobOutcome>;

/** Takes jobs of one queue, as many at a time as its concurrency allows. */
export interface QueueConsumer {
  /** Jobs being worked on now. */
  readonly active: number;
  /**
   * Begins to take jobs; resolves once the first fetch could be made, Redis is known to be away, or after 5 s; it goes on trying by itself.
   * Rejects when the server is too old.
   */
  start(): Promise<void>;
  /** Takes no more jobs; what runs goes on. Returns at once, whatever state Redis is in. */
  stopFetching(): void;
  /**
   * Works on at most so many jobs at a time from now on, at least one and never more than its concurrency; undefined = as many as that. What runs
   * goes on. With room again it fetches at once, whatever still runs.
   */
  limit(most: number | undefined): void;
  /** Resolves when no job is being worked on. */
  idle(): Promise<void>;
  /** Aborts the signals of all running jobs with `reason`. */
  abortAll(reason: unknown): void;
  /**
   * Waits for running jobs and lets go of the connections within `timeoutMs`; never hangs, also when Redis is away. A job that is still
   * running then is found by another worker as one whose worker died. Safe to call twice, and for good.
   */
  close(timeoutMs: number): Promise<void>;
  /**
   * Milliseconds since Redis last answered a fetch or a wait for jobs: a consumer that has silently stopped shows here, and so does a Redis that
   * is away. An idle consumer hears every 5 s; 0 while every place there is, or that `limit` leaves, is taken, before the start and once it fetches no more.
   */
  silentMs(): number;
}

export interface QueueConsumerEvents<R> {
  /** An error of the queue's own (connection, lock); never of a task. */
  onError(error: Error): void;
  /** These jobs' locks were lost: another worker may have them by now. */
  onLocksLost(jobs: readonly R[]): void;
  /** Jobs found abandoned by a dead worker and put back. */
  onStalled(jobId: string): void;
}
