import type { StopReason } from '@millrace/tasks';

/** Why work on a task stops before it is done: what its renewal learned, its deadline, or the end of this process. */
export type StopCause = StopReason | 'shutdown';

export interface AttemptStop {
  readonly signal: AbortSignal;
  /** The first cause asked for; undefined while nothing asks to stop. */
  readonly cause: StopCause | undefined;
  ask(cause: StopCause): void;
  /** Lets go of the deadline's timer and of the job. Always called when the work is over. */
  release(): void;
}

export interface AttemptStopOptions {
  /** The job's own signal. */
  readonly job: AbortSignal;
  /** Until the task's deadline. */
  readonly deadlineMs: number;
}

/** What a consumer is told to abort its jobs with when the process ends. */
export const shutdown: StopCause = 'shutdown';

export const isShutdown = (job: AbortSignal): boolean => job.aborted && job.reason === shutdown;

/** Node's timers hold 31 bits; a deadline beyond that is left to the renewals, which know it too. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * One signal for all that may stop the work on a task. A job aborted for any reason but the shutdown goes on: locks are the
 * queue's own affair and are lost in every outage of Redis, while the fence in the record says who may write. Stopping for
 * a lost lock would throw away calls that are paid for.
 */
export const createAttemptStop = ({ job, deadlineMs }: AttemptStopOptions): AttemptStop => {
  const controller = new AbortController();
  const ask = (cause: StopCause): void => controller.abort(cause);
  const onJobAborted = (): void => {
    if (isShutdown(job)) ask(shutdown);
  };
  const timer = deadlineMs <= longestTimerMs ? setTimeout(ask, Math.max(0, deadlineMs), 'expired' satisfies StopCause) : undefined;
  job.addEventListener('abort', onJobAborted);
  onJobAborted();

  return {
    signal: controller.signal,
    get cause() {
      return controller.signal.reason as StopCause | undefined;
    },
    ask,
    release: () => {
      clearTimeout(timer);
      job.removeEventListener('abort', onJobAborted);
    },
  };
};
