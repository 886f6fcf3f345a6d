import type { RouteConsumer } from '@millrace/queue';
import { type Service, within } from '@millrace/runtime';
import { shutdown } from './attempt-stop.js';
import type { Health } from './health.js';
import type { Telemetry } from './telemetry.js';

export interface DrainOptions {
  readonly health: Pick<Health, 'startDraining'>;
  /** Those that are open now. */
  readonly consumers: () => readonly RouteConsumer[];
  /** How long running attempts may go on. */
  readonly graceMs: number;
  /** Stopped last, in this order. */
  readonly services: readonly Pick<Service, 'name' | 'stop'>[];
  readonly telemetry: Pick<Telemetry, 'drainBegun' | 'graceOver' | 'stopFailed'>;
}

/** How long handing back may take once the grace is over: a few scripts, unless Redis is away. */
const handBackMs = 5000;
const closeMs = 2000;

/** Longest a drain can take beyond the grace, closing included. */
export const drainMarginMs = 15_000;

/**
 * Ends a worker's work: readiness first, no new jobs, running attempts within the grace, the rest handed back, then the
 * connections. No step waits longer than its time, whatever state Redis is in.
 */
export const createDrain = ({ health, consumers: openNow, graceMs, services, telemetry }: DrainOptions): (() => Promise<void>) => {
  const activeIn = (consumers: readonly RouteConsumer[]) => consumers.reduce((sum, consumer) => sum + consumer.active, 0);
  const idleWithin = async (consumers: readonly RouteConsumer[], ms: number): Promise<boolean> => {
    const idle = Promise.all(consumers.map((consumer) => consumer.idle()));
    return (await within(idle, ms)) !== undefined;
  };
  const stopped = async (name: string, stopping: Promise<void>): Promise<void> => {
    try {
      const timely = await within(
        stopping.then(() => true),
        closeMs + 500,
      );
      if (!timely) throw new Error('did not close in time');
    } catch (error) {
      telemetry.stopFailed(name, error);
    }
  };

  const drain = async (): Promise<void> => {
    health.startDraining();
    const consumers = openNow();
    telemetry.drainBegun(graceMs, activeIn(consumers));
    for (const consumer of consumers) consumer.stopFetching();
    if (!(await idleWithin(consumers, graceMs))) {
      telemetry.graceOver(activeIn(consumers));
      for (const consumer of consumers) consumer.abortAll(shutdown);
      await idleWithin(consumers, handBackMs);
    }
    await Promise.all(consumers.map((consumer) => stopped(`consumer of ${consumer.route}`, consumer.close(closeMs))));
    for (const service of services) await stopped(service.name, service.stop());
  };

  let draining: Promise<void> | undefined;
  return () => {
    draining ??= drain();
    return draining;
  };
};
