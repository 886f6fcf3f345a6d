import { Redis, type RedisOptions } from 'ioredis';

/** As long as a server that is back may wait to be found; work begins again only when several connections have found it, one after the other. */
const capMs = 500;

/** Comes back soon after a long outage too, and not all clients in the same instant. */
export const retryStrategy = (attempt: number): number => Math.min(capMs, 50 * 2 ** Math.min(attempt, 10)) + Math.random() * 100;

/**
 * What a server says while another takes over: it is there, but cannot do the work. The command goes again on a new connection.
 * BullMQ would take such an answer for the failure of the job it was to finish.
 */
export const reconnectOnError = ({ message }: Error): 2 | false => (/^(READONLY|LOADING|MASTERDOWN|CLUSTERDOWN)/.test(message) ? 2 : false);

const settingsToKeep = (settings: RedisOptions) => {
  const { commandTimeout: _command, socketTimeout: _socket, keyPrefix: _prefix, replyMapping: _mapping, ...rest } = settings;
  return { ...rest, lazyConnect: false, retryStrategy, reconnectOnError };
};

/** Settings under which no command is given up: a wait for jobs ends when there is one, and what is to be written waits for Redis. */
export const patientSettings = (settings: RedisOptions): Omit<RedisOptions, 'replyMapping'> => ({
  ...settingsToKeep(settings),
  enableOfflineQueue: true,
  maxRetriesPerRequest: null,
});

/** A connection on which every command fails soon when Redis is away or does not answer. */
export const openImpatientConnection = (settings: RedisOptions): Redis =>
  new Redis({
    ...settingsToKeep(settings),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 2000,
    commandTimeout: 1500,
  });
