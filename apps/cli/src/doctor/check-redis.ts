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

/** What is judged, as the server said it; a setting that it does not tell is undefined. */
export interface RedisFacts {
  readonly version: string;
  readonly valkey: boolean;
  readonly appendonly: string | undefined;
  readonly save: string | undefined;
  readonly policy: string | undefined;
  readonly usedMemory: number;
  readonly maxMemory: number;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576).toLocaleString('en-US')} MB`;

const judgeVersion = ({ version, valkey }: RedisFacts): Finding => {
  const name = valkey ? `Valkey ${version}` : `Redis ${version}`;
  const floor = valkey ? 8 : 7;
  if (Number(version.split('.')[0]) >= floor) return ok('Redis version', name);
  return fail('Redis version', `${name} is too old`, 'Use Redis 7.0 or later, or Valkey 8 or later.');
};

const judgePersistence = ({ appendonly, save }: RedisFacts): Finding => {
  if (appendonly === undefined)
    return warn('Persistence', 'the server does not tell its settings', 'Make sure that it has appendonly yes.');
  if (appendonly === 'yes') return ok('Persistence', 'append-only file on');
  const fix = 'Set `appendonly yes` (CONFIG SET appendonly yes, and in redis.conf): without it a crash of Redis loses accepted tasks.';
  return save ? warn('Persistence', `snapshots only (save ${save})`, fix) : fail('Persistence', 'nothing is written to disk', fix);
};

const judgePolicy = ({ policy }: RedisFacts): Finding => {
  if (policy === 'noeviction') return ok('Eviction policy', policy);
  const fix = 'Set `maxmemory-policy noeviction` (CONFIG SET maxmemory-policy noeviction, and in redis.conf).';
  if (policy === undefined) return warn('Eviction policy', 'the server does not tell it', fix);
  return fail('Eviction policy', `${policy}: when memory is full, Redis may throw tasks away`, fix);
};

const judgeMemory = ({ usedMemory, maxMemory }: RedisFacts): Finding => {
  if (maxMemory === 0) return ok('Redis memory', `${megabytes(usedMemory)} used, no maxmemory`);
  const found = `${megabytes(usedMemory)} of ${megabytes(maxMemory)} used`;
  const share = usedMemory / maxMemory;
  if (share < 0.8) return ok('Redis memory', found);
  return warn('Redis memory', found, 'Raise maxmemory, or keep results for a shorter time (MILLRACE_RESULT_TTL_SECONDS).');
};

/** What the facts mean. */
export const judgeRedis = (facts: RedisFacts): readonly Finding[] => [
  judgeVersion(facts),
  judgePersistence(facts),
  judgePolicy(facts),
  judgeMemory(facts),
];

const infoField = (info: string, name: string): string | undefined => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim();

/** Hosted servers keep CONFIG to themselves; INFO tells the same of most. */
const configOf = async (redis: Redis): Promise<ReadonlyMap<string, string>> => {
  try {
    const flat = (await redis.config('GET', 'appendonly', 'save', 'maxmemory-policy', 'dir')) as string[];
    return new Map(flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : [])));
  } catch {
    return new Map();
  }
};

const readFacts = async (redis: Redis): Promise<{ facts: RedisFacts; folder: string | undefined }> => {
  const [info, config] = [await redis.info(), await configOf(redis)];
  const valkey = infoField(info, 'valkey_version');
  const aof = infoField(info, 'aof_enabled');
  const facts = {
    version: valkey ?? infoField(info, 'redis_version') ?? '0',
    valkey: valkey !== undefined,
    appendonly: config.get('appendonly') ?? (aof === undefined ? undefined : aof === '1' ? 'yes' : 'no'),
    save: config.get('save'),
    policy: config.get('maxmemory-policy') ?? infoField(info, 'maxmemory_policy'),
    usedMemory: Number(infoField(info, 'used_memory') ?? 0),
    maxMemory: Number(infoField(info, 'maxmemory') ?? 0),
  };
  return { facts, folder: config.get('dir') };
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
