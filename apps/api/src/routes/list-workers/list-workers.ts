import type { Route, WorkerList, WorkerView } from '@millrace/contracts';
import type { ListWorkers, LivingWorker } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import { renderTime } from '../read-task/render-time.js';

export interface ListWorkersRouteOptions {
  readonly models: { readonly routes: readonly Route[] };
  readonly listWorkers: ListWorkers;
}

/** `GET /v1/workers`: those that are alive. */
export const createListWorkersRoute =
  ({ models, listWorkers }: ListWorkersRouteOptions): RunOperation =>
  async () => {
    const workers = await listWorkers(models.routes.map(({ slug }) => slug));
    const body: WorkerList = { object: 'list', data: workers.map(renderWorker), has_more: false };
    return { status: 200, body };
  };

const renderWorker = ({ id, routes, running, concurrency, lastSeenAtMs }: LivingWorker): WorkerView => ({
  id,
  routes: [...routes],
  running,
  ...(concurrency !== undefined && { concurrency }),
  last_seen_at: renderTime(lastSeenAtMs),
});
