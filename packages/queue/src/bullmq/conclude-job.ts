import { DelayedError, type Job, WaitingError } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobOutcome } from '../job-outcome.js';

export interface ConcludeJobOptions {
  readonly job: Job;
  /** The lock the job was fetched under. */
  readonly token: string;
  readonly outcome: JobOutcome;
  readonly redis: Redis;
  readonly onError: (error: Error) => void;
}

const putBack = async ({ job, token, outcome, redis }: ConcludeJobOptions): Promise<void> => {
  if (outcome.kind === 'later') return job.moveToDelayed(outcome.atMs, token);
  await job.moveToWait(token);
  // BullMQ wakes nobody for a job with a priority that comes back; without this it could wait for the next worker's own look, seconds away.
  await redis.zadd(`${job.queueQualifiedName}:marker`, 0, '0');
};

/**
 * Turns an outcome into what BullMQ understands: a return finishes the job, its two errors say that the job has been moved already.
 * A move that fails is reported and left to the stalled check, for any other error would make BullMQ fail the job for good.
 */
export const concludeJob = async (options: ConcludeJobOptions): Promise<Record<string, never>> => {
  const { outcome, onError } = options;
  if (outcome.kind === 'done') return {};
  try {
    await putBack(options);
  } catch (error) {
    onError(error as Error);
  }
  throw outcome.kind === 'later' ? new DelayedError() : new WaitingError();
};
