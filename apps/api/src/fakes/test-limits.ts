import type { Clock } from '@millrace/runtime';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { createLeasedLimiter, type Limiter } from '../limits/leased-limiter.js';
import type { Limits } from '../limits/limits.js';

export interface LimitNumbers {
  readonly address?: number;
  readonly authFailures?: number;
  readonly login?: number;
  readonly reads?: number;
  /** Per operation id. */
  readonly operations?: Readonly<Record<string, number>>;
}

export const memoryLimiter = (name: string, limit: number, clock: Clock = Date.now): Limiter =>
  createLeasedLimiter({
    name,
    policy: { limit, windowSeconds: 60 },
    clock,
    counter: new RateLimiterMemory({ points: limit, duration: 60 }),
  });

/** Limits that count in memory; generous where a test sets nothing. */
export const testLimits = ({ address, authFailures, login, reads, operations = {} }: LimitNumbers = {}): Limits => ({
  address: memoryLimiter('address', address ?? 100_000),
  authFailures: memoryLimiter('auth-failures', authFailures ?? 1000),
  login: memoryLimiter('login', login ?? 1000),
  reads: memoryLimiter('reads', reads ?? 1000),
  readsPerMinute: (limit) => memoryLimiter('reads', limit),
  ofOperation: ({ id }) => {
    const limit = operations[id];
    return limit === undefined ? undefined : memoryLimiter(id, limit);
  },
});
