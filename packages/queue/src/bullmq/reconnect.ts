import type { RedisOptions } from 'ioredis';

const capMs = 2000;

/** Comes back soon after a long outage too, and not all clients in the same instant. */
export const retryStrategy = (attempt: number): number => Math.min(capMs, 50 * 2 ** Math.min(attempt, 10)) + Math.random() * 100;

/**
 * What a server says while another takes over: it is there, but cannot do the work. The command goes again on a new connection.
 * BullMQ would take such an answer for the failure of the job it was to finish.
 */
export const reconnectOnError = ({ message }: Error): 2 | false => (/^(READONLY|LOADING|MASTERDOWN|CLUSTERDOWN)/.test(message) ? 2 : false);

/** The settings of an ioredis client without those that end a command early: a wait for jobs ends when there is one. */
export const patientSettings = (settings: RedisOptions) => {
  const {
    commandTimeout: _commandTimeout,
    socketTimeout: _socketTimeout,
    keyPrefix: _keyPrefix,
    replyMapping: _replyMapping,
    ...rest
  } = settings;
  return { ...rest, lazyConnect: false, enableOfflineQueue: true, maxRetriesPerRequest: null, retryStrategy, reconnectOnError };
};
