import { randomBytes } from 'node:crypto';
import { Redis, type RedisOptions } from 'ioredis';
import { testEnvironment } from './test-environment.js';

type ConnectionSettings = Omit<RedisOptions, 'replyMapping'>;

export interface RedisForTests {
  readonly url: string;
  /** `{t-` and twelve random hex digits and `}`: a hash tag no other test has. */
  readonly prefix: string;
  readonly redis: Redis;
  /** One more connection to the same server, closed together with the first; without settings it retries commands for ever. */
  connect(settings?: ConnectionSettings): Redis;
  /** The keys under the prefix that exist now, sorted. */
  keys(): Promise<string[]>;
  /** Deletes every key under the prefix and closes all connections. Safe to call twice. */
  close(): Promise<void>;
}

const keysUnder = async (redis: Redis, prefix: string): Promise<string[]> => {
  const found = new Set<string>();
  for await (const batch of redis.scanStream({ match: `${prefix}*`, count: 1000 })) for (const key of batch as string[]) found.add(key);
  return [...found].sort();
};

/**
 * The Redis that `npm test` started, seen through a prefix of the test's own.
 * Throws when `MILLRACE_TEST_REDIS_URL` is not set and no `url` is given.
 */
export const redisForTests = (options: { readonly url?: string } = {}): RedisForTests => {
  const url = options.url ?? testEnvironment().redisUrl;
  if (!url) throw new Error('no Redis to test with: run `npm test`, or set MILLRACE_TEST_REDIS_URL');
  const prefix = `{t-${randomBytes(6).toString('hex')}}`;
  const connections: Redis[] = [];
  const connect = (settings: ConnectionSettings = { maxRetriesPerRequest: null }): Redis => {
    const connection = new Redis(url, settings);
    connections.push(connection);
    return connection;
  };
  const redis = connect();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const left = await keysUnder(redis, prefix);
    for (let first = 0; first < left.length; first += 5000) await redis.unlink(...left.slice(first, first + 5000));
    for (const connection of connections) connection.disconnect();
  };
  return {
    url,
    prefix,
    redis,
    connect,
    keys: () => keysUnder(redis, prefix),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
