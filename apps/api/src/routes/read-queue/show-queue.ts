import type { QueueView, Route } from '@millrace/contracts';
import type { ReadQueues } from '@millrace/tasks';
import { renderQueue } from './render-queue.js';

/** How one route stands, as admins see it. */
export type ShowQueue = (route: Route) => Promise<QueueView>;

export const createShowQueue =
  ({ readQueues }: { readonly readQueues: ReadQueues }): ShowQueue =>
  async (route) => {
    const [status] = await readQueues([route.slug]);
    if (!status) throw new Error('there is no status of the route');
    return renderQueue(route, status);
  };
