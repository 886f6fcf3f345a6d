import type { Policy, RouteLimit } from '@millrace/config';
import type { Operation } from '@millrace/contracts';
import type { Clock } from '@millrace/runtime';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { createLeasedLimiter, type Limiter } from './leased-limiter.js';
import type { Limits } from './limits.js';

export interface CreateLimitsOptions {
  readonly policies: {
    readonly address: Policy;
    readonly authFailures: Policy;
    readonly login: Policy;
    readonly reads: Policy;
    readonly routes: readonly RouteLimit[];
  };
  /** A connection that gives up within a fraction of a second: a slow counter must not hold a request up. */
  readonly redis: Redis;
  /** What the counters' keys begin with. */
  readonly prefix: string;
  readonly clock: Clock;
}

/** The limiters, counting in Redis, and each process by itself while Redis is away. */
export const createLimits = ({ policies, redis, prefix, clock }: CreateLimitsOptions): Limits => {
  const limiter = (name: string, policy: Policy, kind = name): Limiter =>
    createLeasedLimiter({ name, policy, clock, counter: counterInRedis({ redis, policy, keyPrefix: `${prefix}:${kind}` }) });
  const ofRoutes = new Map(policies.routes.map((limit) => [`${limit.method.toUpperCase()} ${limit.path}`, limit.policy]));
  return {
    address: limiter('address', policies.address),
    authFailures: limiter('auth-failures', policies.authFailures),
    login: limiter('login', policies.login),
    reads: limiter('reads', policies.reads),
    readsPerMinute: createLimiterPerMinute((policy) => limiter('reads', policy)),
    ofOperation: ({ id, method, path }: Operation) => {
      const policy = ofRoutes.get(`${method.toUpperCase()} ${path}`);
      return policy && limiter(id, policy, `route:${id}`);
    },
  };
};

const policiesKept = 1000;

/** One limiter for each limit that keys have, made when it is first asked for. */
const createLimiterPerMinute = (limiter: (policy: Policy) => Limiter): ((limit: number) => Limiter) => {
  const limiters = new LRUCache<number, Limiter>({ max: policiesKept });
  return (limit) => {
    const known = limiters.get(limit) ?? limiter({ limit, windowSeconds: 60, text: `${limit}/minute` });
    limiters.set(limit, known);
    return known;
  };
};

const counterInRedis = ({ redis, policy, keyPrefix }: { redis: Redis; policy: Policy; keyPrefix: string }): RateLimiterRedis => {
  const rules = { points: policy.limit, duration: policy.windowSeconds, keyPrefix };
  return new RateLimiterRedis({
    ...rules,
    storeClient: redis,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory(rules),
  });
};
