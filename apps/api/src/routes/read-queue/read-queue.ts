import type { RunOperation } from '../../http/operation-call.js';
import type { RequireRoute } from './require-route.js';
import type { ShowQueue } from './show-queue.js';

export interface ReadQueueOptions {
  readonly requireRoute: RequireRoute;
  readonly showQueue: ShowQueue;
}

/** `GET /v1/queues/{route}` */
export const createReadQueue =
  ({ requireRoute, showQueue }: ReadQueueOptions): RunOperation =>
  async (call) => ({ status: 200, body: await showQueue(requireRoute(call)) });
