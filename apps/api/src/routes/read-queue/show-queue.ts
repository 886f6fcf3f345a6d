import type { QueueView } from '@millrace/contracts';
import type { ReadProviders, ReadQueues } from '@millrace/tasks';
import type { ServedRoute } from '../../served-models.js';
import { lookAtDeployments } from './look-at-deployments.js';
import { renderQueue } from './render-queue.js';

/** How one route stands, as admins see it. */
export type ShowQueue = (route: ServedRoute) => Promise<QueueView>;

export interface ShowQueueOptions {
  readonly readQueues: ReadQueues;
  readonly readProviders: ReadProviders;
}

export const createShowQueue =
  ({ readQueues, readProviders }: ShowQueueOptions): ShowQueue =>
  async (route) => {
    const [[status], deployments] = await Promise.all([readQueues([route.slug]), lookAtDeployments(readProviders, [route])]);
    if (!status) throw new Error('there is no status of the route');
    return renderQueue(route, status, deployments);
  };
