import type { Route, WorkerList } from '@millrace/contracts';
import type { ListWorkers } from '@millrace/tasks';
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
    const data = workers.map(({ id, routes, lastSeenAtMs }) => ({ id, routes: [...routes], last_seen_at: renderTime(lastSeenAtMs) }));
    const body: WorkerList = { object: 'list', data, has_more: false };
    return { status: 200, body };
  };
