import { Redis } from 'ioredis';
import { eventually } from '../eventually.js';
import { type RedisServer, startRedis } from '../start-redis.js';
import { startUpstream, type Upstream } from '../upstream/start-upstream.js';
import { type Caller, createCaller } from './caller.js';
import { type Crew, createCrew } from './create-crew.js';
import { echo } from './echo.js';
import { type Ledger, readLedger } from './ledger.js';
import { key, prefix, type Settings } from './settings.js';
import type { App } from './start-app.js';
import type { TaskView } from './task-view.js';

export interface StartClusterOptions {
  /** How many workers run from the start; default 1. */
  readonly workers?: number;
  readonly apis?: number;
  /** Settings of all processes. */
  readonly env?: Settings;
  readonly redisPassword?: string;
  /** Further lines of the configuration of its Redis. */
  readonly redisConfig?: Settings;
  /** The key of the caller. */
  readonly apiKey?: string;
}

/** A whole Millrace of real processes around a Redis and an upstream of its own. */
export interface Cluster extends Crew {
  readonly redis: RedisServer;
  /** A connection to that Redis. */
  readonly store: Redis;
  readonly upstream: Upstream;
  readonly caller: Caller;
  /** Somebody else at the first api. */
  callerWith(key: string): Caller;
  /** Reads the tasks once none of all that were ever submitted is open. */
  untilEnded(ids: readonly string[], timeoutMs?: number): Promise<TaskView[]>;
  ledger(): Promise<Ledger>;
  /** Forgets what was learned of deployments and credentials, so that what one test provoked is no matter for the next. */
  forgetProviders(): Promise<void>;
  stop(): Promise<void>;
}

const atOnce = 50;

const readAll = async (caller: Caller, ids: readonly string[]): Promise<TaskView[]> => {
  const tasks: TaskView[] = [];
  for (let first = 0; first < ids.length; first += atOnce) {
    tasks.push(...(await Promise.all(ids.slice(first, first + atOnce).map(caller.read))));
  }
  return tasks;
};

const openStore = (url: string): Redis => {
  const store = new Redis(url, { maxRetriesPerRequest: null });
  // Some tests take this Redis away; the connection comes back by itself.
  store.on('error', () => {});
  return store;
};

/** Starts Redis, an upstream that answers each prompt with an echo, apis and workers; all of them ready. */
export const startCluster = async (options: StartClusterOptions = {}): Promise<Cluster> => {
  const { workers = 1, apis = 1, env = {}, redisPassword, redisConfig = {}, apiKey = key } = options;
  const redis = await startRedis({ config: redisConfig, ...(redisPassword !== undefined && { password: redisPassword }) });
  const upstream = await startUpstream({ script: echo });
  const store = openStore(redis.url);
  const crew = createCrew({ redisUrl: redis.url, upstreamUrl: upstream.url, apiKey, env });
  const stop = async (): Promise<void> => {
    await upstream.close();
    await crew.end();
    store.disconnect();
    await redis.close();
  };
  try {
    for (let n = 0; n < apis; n += 1) await (await crew.startApi()).ready();
    for (let n = 0; n < workers; n += 1) await crew.addWorker();
  } catch (error) {
    await stop();
    throw error;
  }
  const callerWith = (theirs: string): Caller => createCaller({ address: () => (crew.apis[0] as App).address, key: theirs });
  const caller = callerWith(apiKey);
  const ledger = (): Promise<Ledger> => readLedger(store, prefix);
  return {
    ...crew,
    redis,
    store,
    upstream,
    caller,
    callerWith,
    untilEnded: async (ids, timeoutMs = 60_000) => {
      await eventually(async () => (await ledger()).open === 0, { timeoutMs, everyMs: 100 });
      return readAll(caller, ids);
    },
    ledger,
    forgetProviders: async () => {
      const keys = await store.keys(`${prefix}:limiter:[cd]:*`);
      if (keys.length > 0) await store.del(...keys);
    },
    stop,
  };
};
