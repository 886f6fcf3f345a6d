import type { Probe } from '@millrace/observability';
import type { RouteConsumer } from '@millrace/queue';
import type { RedisPulse } from './redis-pulse.js';

export interface Health {
  /** Fails when a restart would help: Redis answers, but a consumer has stopped asking it for jobs. */
  live(): Probe;
  /** Whether this worker takes tasks now. */
  ready(): Probe;
  /** From now on it is not ready. */
  startDraining(): void;
}

export interface HealthOptions {
  readonly pulse: Pick<RedisPulse, 'upForMs'>;
  /** Those that are open now. */
  readonly consumers: () => readonly Pick<RouteConsumer, 'route' | 'silentMs'>[];
  /** Why Redis is refused, though it answers; empty = it is not. */
  readonly refusals?: () => readonly string[];
}

/** A waiting consumer hears from Redis at least every 5 to 10 s, so this is several lost answers in a row. */
const silenceLimitMs = 30_000;

export const createHealth = ({ pulse, consumers, refusals = () => [] }: HealthOptions): Health => {
  let draining = false;

  /** A consumer cannot have heard anything while Redis was away; its silence counts from when Redis came back. */
  const silent = () => consumers().find(({ silentMs }) => Math.min(silentMs(), pulse.upForMs()) > silenceLimitMs);
  const live = (): Probe => {
    const consumer = silent();
    return consumer ? { ok: false, reason: `the consumer of route ${consumer.route} no longer asks for jobs` } : { ok: true };
  };

  return {
    live,
    ready: () => {
      if (draining) return { ok: false, reason: 'stopping' };
      if (pulse.upForMs() === 0) return { ok: false, reason: 'redis does not answer' };
      const unfit = refusals();
      if (unfit.length > 0) return { ok: false, reason: `redis is unfit: ${unfit.join(', ')}` };
      return live();
    },
    startDraining: () => {
      draining = true;
    },
  };
};
