import { type Processor, QueueKeys, RedisConnection, RedisQueueBackend, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { patientSettings } from './connection-settings.js';
import { consumerTimings } from './consumer-timings.js';

export interface OpenWorkerOptions {
  readonly route: string;
  readonly queuesPrefix: string;
  readonly connection: Redis;
  readonly concurrency: number;
  readonly instance: string;
  readonly process: Processor;
  /** Called whenever Redis has answered a fetch or a wait for jobs. */
  readonly onAnswer: () => void;
}

export interface OpenWorker {
  /** Does not take jobs before its `run` is called. */
  readonly worker: Worker;
  /** For all commands but the wait for jobs. */
  readonly main: Redis;
  /** For the wait for jobs alone. */
  readonly blocking: Redis;
}

const openConnections = ({ connection, queuesPrefix, route, instance }: OpenWorkerOptions) => {
  const settings = patientSettings(connection.options);
  // A server that stops answering without closing the connection is noticed: a stalled check is due every few seconds.
  const main = new Redis({ ...settings, connectionName: `${queuesPrefix}:${instance}`, enableAutoPipelining: true, socketTimeout: 10_000 });
  // BullMQ's own naming, by which a dashboard finds the workers of a queue.
  const connectionName = `${queuesPrefix}:${Buffer.from(route).toString('base64')}:w:${instance}`;
  const blocking = new Redis({ ...settings, connectionName, enableAutoPipelining: false });
  // BullMQ takes its own listeners off when it closes; an error after that must not end the process.
  for (const client of [main, blocking]) client.on('error', () => {});
  return { main, blocking };
};

const watchAnswers = (blocking: Redis, backend: RedisQueueBackend, onAnswer: () => void): void => {
  const wait = blocking.bzpopmin.bind(blocking) as (...args: unknown[]) => Promise<unknown>;
  // Watched on the connection itself: BullMQ's own wait gives up by a timer and then looks like an answer.
  Object.assign(blocking, {
    bzpopmin: (...args: unknown[]) => {
      const answer = wait(...args);
      answer.then(onAnswer, () => {});
      return answer;
    },
  });
  const fetch = backend.moveToActive.bind(backend);
  backend.moveToActive = async (...args) => {
    const job = await fetch(...args);
    onAnswer();
    return job;
  };
};

/**
 * Opens BullMQ's worker of one route on two connections that stay in our hands: whatever state Redis is in, they can be let go of at once.
 * Retries belong to the task's record, so a job is never failed for having been lost too often, and leaves nothing behind when it is done.
 */
export const openWorker = (options: OpenWorkerOptions): OpenWorker => {
  const { route, queuesPrefix, concurrency, instance, process, onAnswer } = options;
  const { main, blocking } = openConnections(options);
  const { lockMs, lockRenewMs, stalledIntervalMs, fetchRetryMs, idleLookSeconds } = consumerTimings;
  const worker = new Worker(
    route,
    process,
    {
      connection: main,
      prefix: queuesPrefix,
      name: instance,
      autorun: false,
      concurrency,
      lockDuration: lockMs,
      lockRenewTime: lockRenewMs,
      stalledInterval: stalledIntervalMs,
      maxStalledCount: 1_000_000,
      runRetryDelay: fetchRetryMs,
      drainDelay: idleLookSeconds,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
    (name, settings) => {
      const keys = new QueueKeys(queuesPrefix);
      const backend = new RedisQueueBackend(
        new RedisConnection(main, { shared: true, blocking: false }),
        name,
        keys.getKeys(name),
        (type) => keys.toKey(name, type),
        settings,
        new RedisConnection(blocking, { shared: true, blocking: true }),
      );
      watchAnswers(blocking, backend, onAnswer);
      return backend;
    },
  );
  return { worker, main, blocking };
};
