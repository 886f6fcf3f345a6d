import { type Clock, systemClock, within } from '@millrace/runtime';
import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { PerformJob, QueueConsumer, QueueConsumerEvents } from '../queue-consumer.js';
import { concludeJob } from './conclude-job.js';
import { createJobWork } from './create-job-work.js';
import { type OpenWorker, openWorker } from './open-worker.js';
import { eventsKept } from './queue-settings.js';
import { createRunningJobs, type RunningJobs } from './running-jobs.js';
import { createSilence } from './silence.js';

export interface QueueConsumerOptions<R> {
  /** The queue's name. */
  readonly queue: string;
  /** What a job carries, or `undefined` for anything else that found its way into the queue. */
  readonly read: (data: unknown, id: string) => R | undefined;
  /** What all queues' keys begin with; holds a hash tag. */
  readonly queuesPrefix: string;
  /** Its settings are copied to two connections of the consumer's own; it is not used itself and stays the caller's. */
  readonly connection: Redis;
  /** How many jobs are worked on at a time. */
  readonly concurrency: number;
  /** Who this worker is, as dashboards and the server's list of clients show it; no spaces. */
  readonly instance: string;
  readonly perform: PerformJob<R>;
  readonly events: QueueConsumerEvents<R>;
  readonly clock?: Clock;
}

/** How long `start` waits for a Redis that neither answers nor refuses; the consumer goes on trying after that. */
const startMs = 5000;

interface Listening<R> {
  readonly opened: OpenWorker;
  readonly running: RunningJobs<R>;
  readonly events: QueueConsumerEvents<R>;
  readonly eventsKey: string;
}

const listen = <R>({ opened: { worker, main }, running, events, eventsKey }: Listening<R>): void => {
  worker.on('error', events.onError);
  worker.on('stalled', (id) => events.onStalled(id));
  worker.on('lockRenewalFailed', (ids) => {
    const lost = running.abort(ids, new Error('the lock of this job was lost: another worker may have it'));
    if (lost.length > 0) events.onLocksLost(lost);
  });
  // On every connection anew, so that it holds too when Redis was away at first or came back without its data.
  main.on('ready', () => void main.hset(eventsKey, 'opts.maxLenEvents', eventsKept).catch(events.onError));
};

/**
 * BullMQ waits for one of its jobs to end before it looks whether it may fetch more. A promise that is there already, among those it waits for, has it look now;
 * `create-queue-consumer.limit.redis.test.ts` shows it for the version installed.
 */
const wake = (worker: Worker): void => {
  const { mainLoopQueue } = worker as unknown as { mainLoopQueue?: { add(promise: Promise<undefined>): void } | null };
  mainLoopQueue?.add(Promise.resolve(undefined));
};

const close = async (
  { worker, main, blocking }: OpenWorker,
  running: Pick<RunningJobs<unknown>, 'abortAll'>,
  timeoutMs: number,
): Promise<void> => {
  // BullMQ waits without a limit for jobs and for Redis, and a second, forced close only waits for the first.
  const reachable = main.status === 'ready' && blocking.status === 'ready';
  await within(worker.close(!reachable), timeoutMs);
  running.abortAll(new Error('the consumer was closed'));
  for (const client of [main, blocking]) if (client.status !== 'end') client.disconnect();
};

const firstLook = (worker: Worker, main: Redis): Promise<unknown> =>
  within(Promise.race([worker.waitUntilReady(), new Promise<void>((resolve) => main.once('close', resolve))]), startMs);

/** A consumer of one queue on a BullMQ worker; see {@link QueueConsumer}. Opens no connection before it is started. */
export const createQueueConsumer = <R>(options: QueueConsumerOptions<R>): QueueConsumer => {
  const { queue, queuesPrefix, read, perform, events, concurrency, clock = systemClock } = options;
  const silence = createSilence({ clock });
  const running = createRunningJobs<R>({ onCount: (active) => silence.counted(active, most) });
  let opened: OpenWorker | undefined;
  let stopping = false;
  let most = concurrency;

  const work = createJobWork({ queue, read, perform, onError: events.onError, running, clock, isStopping: () => stopping });
  // The signals are our own, so BullMQ, which gives one to a function of three parameters only, need not make any.
  const process = async (job: Job, token = '') => {
    const outcome = await work(job);
    return concludeJob({ job, token, outcome, redis: (opened as OpenWorker).main, onError: events.onError });
  };

  const stopFetching = (): void => {
    stopping = true;
    opened?.worker.pause(true).catch(events.onError);
  };

  const limit = (asked = concurrency): void => {
    const before = most;
    most = Math.min(concurrency, Math.max(1, asked));
    silence.counted(running.size, most);
    if (!opened || most === before) return;
    opened.worker.concurrency = most;
    if (most > before) wake(opened.worker);
  };

  return {
    limit,
    get active() {
      return running.size;
    },
    async start() {
      if (opened || stopping) return;
      opened = openWorker({ ...options, concurrency: most, route: queue, process, onAnswer: silence.answered });
      silence.answered();
      listen({ opened, running, events, eventsKey: `${queuesPrefix}:${queue}:meta` });
      opened.worker.run().catch(events.onError);
      await firstLook(opened.worker, opened.main);
    },
    stopFetching,
    idle: running.idle,
    abortAll: running.abortAll,
    async close(timeoutMs) {
      stopFetching();
      if (opened) await close(opened, running, timeoutMs);
    },
    silentMs: () => (opened && !stopping ? silence.ms() : 0),
  };
};
