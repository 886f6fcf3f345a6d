import { infoField, judgeServer, type ServerConcern, serverName } from '@millrace/runtime';
import { Redis } from 'ioredis';
import { type Finding, fail, ok, warn } from './check.js';
import { checkClock } from './check-clock.js';

export interface CheckRedisOptions {
  /** May hold a password, which no finding shows. */
  readonly url: string;
  readonly now: () => number;
}

export interface RedisFindings {
  readonly findings: readonly Finding[];
  /** Where the server keeps its data, if it said so. */
  readonly folder: string | undefined;
}

/** What is judged, as the server said it. */
export interface RedisFacts {
  /** The answer to INFO. */
  readonly info: string;
  /** When it takes snapshots; undefined if it does not tell. */
  readonly save: string | undefined;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576).toLocaleString('en-US')} MB`;

const judgeMemory = (info: string): Finding => {
  const [used, most] = ['used_memory', 'maxmemory'].map((name) => Number(infoField(info, name) ?? 0)) as [number, number];
  if (most === 0) return ok('Redis memory', `${megabytes(used)} used, no maxmemory`);
  const found = `${megabytes(used)} of ${megabytes(most)} used`;
  if (used / most < 0.8) return ok('Redis memory', found);
  return warn('Redis memory', found, 'Raise maxmemory, or keep results for a shorter time (MILLRACE_RESULT_TTL_SECONDS).');
};

const untold = 'the server does not tell it';

/** What the facts mean. */
export const judgeRedis = ({ info, save }: RedisFacts): readonly Finding[] => {
  const concerns = judgeServer(info);
  const judged = (title: string, code: ServerConcern['code'], fine: string | undefined): Finding => {
    const concern = concerns.find((one) => one.code === code);
    if (!concern) return fine === undefined ? warn(title, untold, 'Look at its configuration.') : ok(title, fine);
    const { found, fix } = concern;
    return code === 'persistence' && save ? warn(title, `snapshots only (save ${save})`, fix) : fail(title, found, fix);
  };
  return [
    judged('Redis version', 'version', serverName(info)),
    judged('Persistence', 'persistence', infoField(info, 'aof_enabled') && 'append-only file on'),
    judged('Eviction policy', 'eviction', infoField(info, 'maxmemory_policy')),
    judgeMemory(info),
  ];
};

/** Hosted servers keep CONFIG to themselves; INFO tells all that is needed. */
const configOf = async (redis: Redis): Promise<ReadonlyMap<string, string>> => {
  try {
    const flat = (await redis.config('GET', 'save', 'dir')) as string[];
    return new Map(flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : [])));
  } catch {
    return new Map();
  }
};

const readFacts = async (redis: Redis): Promise<{ facts: RedisFacts; folder: string | undefined }> => {
  const [info, config] = [await redis.info(), await configOf(redis)];
  return { facts: { info, save: config.get('save') }, folder: config.get('dir') };
};

const clockOf = async (redis: Redis, now: () => number): Promise<Finding> => {
  const before = now();
  const [seconds, micros] = await redis.time();
  const here = (before + now()) / 2;
  return checkClock({ here, there: Number(seconds) * 1000 + Number(micros) / 1000, whose: 'Redis', exactTo: 50 });
};

const connect = (url: string): Redis =>
  new Redis(url, { lazyConnect: true, connectTimeout: 3000, commandTimeout: 5000, maxRetriesPerRequest: 0, retryStrategy: () => null });

/** Asks Redis itself about itself. A server that does not answer is a finding, too. */
export const checkRedis = async ({ url, now }: CheckRedisOptions): Promise<RedisFindings> => {
  const { host } = new URL(url);
  const redis = connect(url);
  let reason = '';
  redis.on('error', (error: Error) => {
    reason = error.message;
  });
  try {
    await redis.connect();
    const { facts, folder } = await readFacts(redis);
    return { findings: [ok('Redis', `${host} answers`), ...judgeRedis(facts), await clockOf(redis, now)], folder };
  } catch (error) {
    const fix = 'Start it, or correct REDIS_URL (or --redis): host, port, password and redis:// or rediss://.';
    return { findings: [fail('Redis', `${host} does not answer (${reason || (error as Error).message})`, fix)], folder: undefined };
  } finally {
    redis.disconnect();
  }
};
