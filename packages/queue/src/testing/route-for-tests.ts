import { type RedisForTests, redisForTests } from '@millrace/testing';
import { createJobScripts } from '../bullmq/create-job-scripts.js';
import { createRouteConsumer, type RouteConsumerOptions } from '../bullmq/create-route-consumer.js';
import { jobId } from '../job-id.js';
import type { JobOutcome } from '../job-outcome.js';
import type { JobReference } from '../job-reference.js';
import type { RouteConsumer } from '../route-consumer.js';

export interface AddedJob {
  readonly taskId: string;
  readonly run?: number;
  readonly priority?: number;
  readonly timestampMs?: number;
  readonly data?: string;
}

/** One job in the hands of a consumer under test, which waits for the test to say how it ends; an aborted one is handed back. */
export interface Pickup {
  readonly job: JobReference;
  readonly signal: AbortSignal;
  end(outcome: JobOutcome): void;
  fail(error: unknown): void;
}

/** What the consumers of a route reported, in order. */
export interface Reports {
  readonly errors: Error[];
  readonly locksLost: string[];
  readonly stalled: string[];
}

export interface RouteForTests {
  readonly server: RedisForTests;
  readonly route: string;
  readonly queuesPrefix: string;
  readonly reports: Reports;
  /** The full name of one of the queue's keys. */
  key(name: string): string;
  /** Adds a job as the scripts of ours do, and gives back its id. */
  add(job: AddedJob): Promise<string>;
  consumer(settings?: Partial<RouteConsumerOptions>): RouteConsumer;
  /** The next job any consumer of this route has taken, waiting for one if need be. */
  pickup(): Promise<Pickup>;
  /** How many have been taken but not asked for with `pickup`. */
  readonly unseen: number;
  /** Closes all consumers and the connections. */
  close(): Promise<void>;
}

const createInbox = () => {
  const arrived: Pickup[] = [];
  const asking: ((pickup: Pickup) => void)[] = [];
  return {
    arrived,
    perform: (job: JobReference, signal: AbortSignal): Promise<JobOutcome> =>
      new Promise((end, fail) => {
        const pickup = { job, signal, end, fail };
        signal.addEventListener('abort', () => end({ kind: 'handed_back' }));
        const ask = asking.shift();
        if (ask) ask(pickup);
        else arrived.push(pickup);
      }),
    next: (): Promise<Pickup> => {
      const first = arrived.shift();
      return first ? Promise.resolve(first) : new Promise((resolve) => asking.push(resolve));
    },
  };
};

/** A route with real queues whose consumers hand each job to the test. */
export const routeForTests = (options: { readonly url?: string } = {}): RouteForTests => {
  const server = redisForTests(options);
  const route = 'gpt-4o-mini';
  const queuesPrefix = `${server.prefix}:q`;
  const addition = createJobScripts({ queuesPrefix });
  const queuePrefix = addition.queuePrefix(route);
  const reports: Reports = { errors: [], locksLost: [], stalled: [] };
  const inbox = createInbox();
  const consumers: RouteConsumer[] = [];

  return {
    server,
    route,
    queuesPrefix,
    reports,
    key: (name) => queuePrefix + name,
    get unseen() {
      return inbox.arrived.length;
    },
    async add({ taskId, run = 1, priority = 1, timestampMs = Date.now(), data }) {
      const id = jobId(taskId, run);
      const script = `${addition.lua}\nreturn add_job(ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5])`;
      const reference: JobReference = { taskId, tenant: 'acme', route, run };
      await server.redis.eval(script, 1, `${queuePrefix}meta`, queuePrefix, id, timestampMs, data ?? JSON.stringify(reference), priority);
      return id;
    },
    consumer(settings = {}) {
      const consumer = createRouteConsumer({
        route,
        queuesPrefix,
        connection: server.redis,
        concurrency: 1,
        instance: `worker-${consumers.length + 1}`,
        perform: inbox.perform,
        events: {
          onError: (error) => reports.errors.push(error),
          onLocksLost: (jobs) => reports.locksLost.push(...jobs.map(({ taskId }) => taskId)),
          onStalled: (taskId) => reports.stalled.push(taskId),
        },
        ...settings,
      });
      consumers.push(consumer);
      return consumer;
    },
    pickup: inbox.next,
    async close() {
      for (const consumer of consumers) {
        consumer.abortAll(new Error('the test is over'));
        await consumer.close(100);
      }
      await server.close();
    },
  };
};
