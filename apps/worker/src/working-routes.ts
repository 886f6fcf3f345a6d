import type { LiveModels, ModelRoute } from '@millrace/config';
import type { WorkerConfig } from './config.js';

/** The routes this worker works on: those it serves, and those taken out of its configuration whose queues are not empty yet. */
export interface WorkingRoutes {
  all(): readonly ModelRoute[];
  /** A route by its slug; one that drains has the deployments it had. */
  of(slug: string): ModelRoute | undefined;
  /** Those that drain. */
  draining(): readonly ModelRoute[];
  /** A route that drained is empty. */
  drained(slug: string): void;
}

export const createWorkingRoutes = (models: LiveModels<WorkerConfig['models']>): WorkingRoutes => {
  const serving = () => models.current().served;
  const leaving = new Map<string, ModelRoute>();
  models.onChange((now, before) => {
    for (const route of before.served) leaving.set(route.slug, route);
    for (const { slug } of now.served) leaving.delete(slug);
  });
  const of = (slug: string) => serving().find((route) => route.slug === slug) ?? leaving.get(slug);
  return {
    all: () => [...serving(), ...leaving.values()],
    of,
    draining: () => [...leaving.values()],
    drained: (slug) => void leaving.delete(slug),
  };
};
