import type { QueueList } from '@millrace/contracts';
import type { QueueStatus, ReadProviders, ReadQueues } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import type { ServedModels } from '../../served-models.js';
import { lookAtDeployments } from '../read-queue/look-at-deployments.js';
import { renderQueue } from '../read-queue/render-queue.js';

export interface ListQueuesOptions {
  readonly models: Pick<ServedModels, 'known' | 'routes'>;
  readonly readQueues: ReadQueues;
  readonly storedRoutes: () => Promise<readonly string[]>;
  readonly readProviders: ReadProviders;
}

/** `GET /v1/queues`: every route in the order of the configuration, then those taken out of it, however long ago, that are not empty yet. */
export const createListQueues =
  ({ models, readQueues, storedRoutes, readProviders }: ListQueuesOptions): RunOperation =>
  async () => {
    const served = models.routes.length;
    const left = (await storedRoutes()).filter((slug) => !models.known.some((route) => route.slug === slug)).sort();
    const routes = [...models.known, ...left.map((slug) => ({ slug, model: slug }))];
    const [statuses, deployments] = await Promise.all([
      readQueues(routes.map(({ slug }) => slug)),
      lookAtDeployments(readProviders, routes),
    ]);
    const data = routes.flatMap((route, place) => {
      const status = statuses[place];
      return status && (place < served || !isEmpty(status)) ? [renderQueue(route, status, deployments)] : [];
    });
    const body: QueueList = { object: 'list', data, has_more: false };
    return { status: 200, body };
  };

const isEmpty = ({ waiting, running, delayed, scheduled, held }: QueueStatus): boolean =>
  waiting + running + delayed + scheduled + held === 0;
