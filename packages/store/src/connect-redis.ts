import { Redis, type RedisOptions } from 'ioredis';

export interface ConnectRedisOptions {
  /** `redis://` or `rediss://`, with the password in it. */
  readonly url: string;
  /** Shown by `CLIENT LIST`. */
  readonly name: string;
  /** A command without an answer fails after this long. */
  readonly commandTimeoutMs?: number;
  /** Called for each connection error; they are expected while Redis is away, and the client reconnects by itself. */
  readonly onError: (error: Error) => void;
}

/** Reconnects soon and for ever, a little apart from others: a server that is back is found within half a second. */
const retryStrategy = (times: number): number => Math.min(500, 50 * 2 ** Math.min(times, 6)) + Math.random() * 100;

/** A failed-over, loading or read-only server: drop the connection, find the right one, and send the command again. */
const reconnectOnError = (error: Error): false | 2 => (/^(READONLY|LOADING|MASTERDOWN|CLUSTERDOWN)\b/.test(error.message) ? 2 : false);

/**
 * Fails at once while Redis is away instead of queueing commands that someone has long given up on. A connection on which an
 * answer is due and nothing comes is dropped: the other end may be gone without a word, and a new one may work at once.
 */
const failFast = { enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 2000, socketTimeout: 5000 } satisfies RedisOptions;

/** A pipeline waits for the answers of the one before it; submissions come in batches of their own, and several may be on their way. */
const inBatchesAlready = ['millrace_submit'];

/** A connection for short commands: fails fast while Redis is away, at boot too, and recovers alone. */
export const connectRedis = ({ url, name, commandTimeoutMs = 1500, onError }: ConnectRedisOptions): Redis => {
  const redis = new Redis(url, {
    ...failFast,
    commandTimeout: commandTimeoutMs,
    enableAutoPipelining: true,
    autoPipeliningIgnoredCommands: inBatchesAlready,
    retryStrategy,
    reconnectOnError,
    connectionName: name,
  });
  redis.on('error', onError);
  return redis;
};

/** Nothing is ever due on a connection that only listens, so only a ping shows that the other end is gone. */
const pingEveryMs = 5000;

const pingWhileConnected = (redis: Redis): void => {
  let pinging: NodeJS.Timeout | undefined;
  redis.on('ready', () => {
    clearInterval(pinging);
    pinging = setInterval(() => void redis.ping().catch(() => {}), pingEveryMs).unref();
  });
  redis.on('close', () => clearInterval(pinging));
};

/** A connection that only listens to channels; it subscribes again by itself after an outage, also after one that nobody told of. */
export const connectSubscriber = ({ url, name, onError }: ConnectRedisOptions): Redis => {
  const redis = new Redis(url, { ...failFast, retryStrategy, reconnectOnError, connectionName: name });
  redis.on('error', onError);
  pingWhileConnected(redis);
  return redis;
};
