import type { Service } from '@millrace/runtime';
import { connectRedis, connectSubscriber } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { ApiConfig } from './config.js';
import type { ApiTelemetry } from './telemetry.js';

export interface RedisConnectionsOptions {
  readonly config: Pick<ApiConfig, 'redis' | 'durability' | 'instance'>;
  readonly telemetry: Pick<ApiTelemetry, 'redisAway' | 'redisBack'>;
}

export interface RedisConnections extends Service {
  /** For tasks and keys. */
  readonly main: Redis;
  /** For counters of limits; gives up soon, since a limiter that waits holds every request up. */
  readonly limits: Redis;
  /** On which somebody waits for disks or replicas. */
  readonly confirming: Redis | undefined;
  /** Only listens to channels. */
  readonly subscriber: Redis;
}

/** Calls give up sooner by themselves (`impatient`); this only keeps a command from waiting for ever. */
const mainTimeoutMs = 3000;
/** A limiter that waits holds every request up, and there are up to three before the work itself. */
const limitsTimeoutMs = 150;

/** Longer than a confirmation may take (`confirmPatienceMs`). */
const confirmingTimeoutMs = 4500;

/** The api's connections to Redis. They connect by themselves, at boot too, and after every outage. */
export const createRedisConnections = ({ config, telemetry }: RedisConnectionsOptions): RedisConnections => {
  const open = (purpose: string, connect: typeof connectRedis, commandTimeoutMs: number): Redis => {
    const name = `${config.instance}-${purpose}`;
    let away = false;
    const onError = (error: Error): void => {
      if (!away) telemetry.redisAway(purpose, error);
      away = true;
    };
    const redis = connect({ url: config.redis.url.reveal(), name, commandTimeoutMs, onError });
    redis.on('ready', () => {
      if (away) telemetry.redisBack(purpose);
      away = false;
    });
    return redis;
  };
  const main = open('main', connectRedis, mainTimeoutMs);
  const limits = open('limits', connectRedis, limitsTimeoutMs);
  const confirms = config.durability.mode.kind !== 'server';
  const confirming = confirms ? open('confirming', connectRedis, confirmingTimeoutMs) : undefined;
  const subscriber = open('subscriber', connectSubscriber, mainTimeoutMs);
  return {
    name: 'redis connections',
    main,
    limits,
    confirming,
    subscriber,
    start: async () => {},
    stop: async () => {
      for (const connection of [main, limits, confirming, subscriber]) connection?.disconnect();
    },
  };
};
