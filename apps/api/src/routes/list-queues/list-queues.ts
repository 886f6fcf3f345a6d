import type { QueueList, Route } from '@millrace/contracts';
import type { ReadQueues } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import { renderQueue } from '../read-queue/render-queue.js';

export interface ListQueuesOptions {
  readonly models: { readonly routes: readonly Route[] };
  readonly readQueues: ReadQueues;
}

/** `GET /v1/queues`: every route in the order of the configuration. */
export const createListQueues =
  ({ models: { routes }, readQueues }: ListQueuesOptions): RunOperation =>
  async () => {
    const statuses = await readQueues(routes.map(({ slug }) => slug));
    const data = routes.flatMap((route, place) => (statuses[place] ? [renderQueue(route, statuses[place])] : []));
    const body: QueueList = { object: 'list', data, has_more: false };
    return { status: 200, body };
  };
