import { type Clock, systemClock } from '@millrace/runtime';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createCollectHooks } from './collect-hooks.js';
import { createInstrument } from './create-instrument.js';
import { metricCatalogue } from './metric-catalogue.js';
import type { Role } from './metric-definition.js';
import type { Metrics } from './metrics.js';

export interface MetricsOptions<R extends Role> {
  readonly role: R;
  readonly version: string;
  readonly commit: string;
  /** Told when a collect hook throws; the scrape goes on with what there is. */
  readonly onCollectFailure?: (error: unknown) => void;
  readonly clock?: Clock;
}

const freshMs = 5_000;
const waitMs = 2_000;

/** The metrics of this process in a registry of their own: those of the catalogue that its role has, and Node's. */
export const createMetrics = <R extends Role>(options: MetricsOptions<R>): Metrics<R> => {
  const { role, version, commit, onCollectFailure = () => {}, clock = systemClock } = options;
  const register = new Registry();
  collectDefaultMetrics({ register });
  const hooks = createCollectHooks({ clock, freshMs, waitMs, onFailure: onCollectFailure });
  const instruments = Object.fromEntries(
    Object.entries(metricCatalogue)
      .filter(([, definition]) => definition.apps.some((app) => app === role))
      .map(([name, definition]) => [name, createInstrument(definition, register)]),
  );
  instruments.buildInfo?.set?.({ role, version, commit }, 1);
  // One instrument for each entry with this role, of the entry's kind: what `Metrics<R>` says, entry by entry.
  return {
    ...instruments,
    onCollect: hooks.add,
    render: async () => {
      await hooks.run();
      return register.metrics();
    },
    contentType: register.contentType,
  } as unknown as Metrics<R>;
};
