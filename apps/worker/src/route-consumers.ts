import type { RouteConsumer } from '@millrace/queue';
import type { Service } from '@millrace/runtime';
import type { WorkingRoutes } from './working-routes.js';

export interface RouteConsumersOptions {
  readonly routes: WorkingRoutes;
  readonly open: (route: string) => RouteConsumer;
  /** Whether nothing of a route waits, runs or is held anywhere; throws what Redis threw. */
  readonly isEmpty: (route: string) => Promise<boolean>;
  readonly events: {
    /** A consumer that could not be started, closed, or looked after; it is tried again. */
    onTrouble(route: string, error: unknown): void;
    onDrained(route: string): void;
  };
}

/** The consumers of the routes worked on, which a reload can change. */
export interface RouteConsumers extends Service {
  /** Those that are open now. */
  open(): readonly RouteConsumer[];
  /** Starts consumers of added routes; for after each reload. */
  follow(): Promise<void>;
  /** Closes the consumers of removed routes whose queues are empty. */
  tend(): Promise<void>;
}

const tendEveryMs = 2000;
const closeMs = 2000;

export const createRouteConsumers = ({ routes, open, isEmpty, events }: RouteConsumersOptions): RouteConsumers => {
  const consumers = new Map<string, RouteConsumer>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const openMissing = (): readonly RouteConsumer[] => {
    const missing = routes.all().filter(({ slug }) => !consumers.has(slug));
    return missing.map(({ slug }) => {
      const consumer = open(slug);
      consumers.set(slug, consumer);
      return consumer;
    });
  };
  const startMissing = async (): Promise<void> => {
    if (!stopped) await Promise.all(openMissing().map((consumer) => consumer.start()));
  };
  const isDraining = (route: string): boolean => routes.draining().some(({ slug }) => slug === route);

  const closeIfEmpty = async (route: string): Promise<void> => {
    const consumer = consumers.get(route);
    if (stopped || (consumer && consumer.active > 0) || !(await isEmpty(route)) || !isDraining(route)) return;
    routes.drained(route);
    consumers.delete(route);
    events.onDrained(route);
    await consumer?.close(closeMs);
  };
  const tend = async (): Promise<void> => {
    for (const { slug } of routes.draining()) await closeIfEmpty(slug).catch((error) => events.onTrouble(slug, error));
  };
  const tendAgain = (): void => {
    timer = setTimeout(() => void tend().finally(() => !stopped && tendAgain()), tendEveryMs).unref();
  };

  return {
    name: 'route consumers',
    open: () => [...consumers.values()],
    follow: async () => {
      for (const consumer of stopped ? [] : openMissing()) await consumer.start().catch((error) => events.onTrouble(consumer.route, error));
    },
    tend,
    start: async () => {
      await startMissing();
      tendAgain();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
