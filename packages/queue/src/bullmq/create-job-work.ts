import type { Clock } from '@millrace/runtime';
import type { Job } from 'bullmq';
import type { JobOutcome } from '../job-outcome.js';
import type { PerformJob } from '../queue-consumer.js';
import { consumerTimings } from './consumer-timings.js';
import type { RunningJobs } from './running-jobs.js';

export interface JobWorkOptions<R> {
  readonly queue: string;
  /** What a job carries, or `undefined` for anything else that found its way into the queue. */
  readonly read: (data: unknown, id: string) => R | undefined;
  readonly perform: PerformJob<R>;
  readonly onError: (error: Error) => void;
  readonly running: RunningJobs<R>;
  readonly clock: Clock;
  readonly isStopping: () => boolean;
}

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error('the work of a job threw something that is no error', { cause: thrown });

/** Has one job worked on and says what becomes of it, whatever the job carries and whatever its work throws. */
export const createJobWork =
  <R>({ queue, read, perform, onError, running, clock, isStopping }: JobWorkOptions<R>) =>
  async ({ id = '', data }: Job): Promise<JobOutcome> => {
    const reference = read(data, id);
    if (!reference) {
      onError(new Error(`a job of the queue ${queue} carries no reference and is dropped: ${id}`));
      return { kind: 'done' };
    }
    // BullMQ may still bring a job it had begun to fetch.
    if (isStopping()) return { kind: 'handed_back' };
    try {
      return await running.run(id, reference, (signal) => perform(reference, signal));
    } catch (error) {
      onError(asError(error));
      return { kind: 'later', atMs: clock() + consumerTimings.afterThrowMs };
    }
  };
