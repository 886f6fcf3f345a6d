import type { WorkerList, WorkerView } from '@millrace/contracts';
import type { ListWorkers, LivingWorker } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import type { ServedModels } from '../../served-models.js';
import { renderTime } from '../read-task/render-time.js';

export interface ListWorkersRouteOptions {
  readonly models: Pick<ServedModels, 'known'>;
  readonly listWorkers: ListWorkers;
}

/** `GET /v1/workers`: those that are alive. */
export const createListWorkersRoute =
  ({ models, listWorkers }: ListWorkersRouteOptions): RunOperation =>
  async () => {
    const workers = await listWorkers(models.known.map(({ slug }) => slug));
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
