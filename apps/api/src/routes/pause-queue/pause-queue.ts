import type { PauseQueue } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import { actorOf } from '../../keys/actor-of.js';
import type { ApiTelemetry } from '../../telemetry.js';
import type { RequireRoute } from '../read-queue/require-route.js';
import type { ShowQueue } from '../read-queue/show-queue.js';

export interface PauseQueueRouteOptions {
  readonly pauseQueue: PauseQueue;
  readonly requireRoute: RequireRoute;
  readonly showQueue: ShowQueue;
  readonly telemetry: Pick<ApiTelemetry, 'adminActed'>;
}

/** `POST /v1/queues/{route}/pause` and `…/resume` */
export const createPauseQueueRoute =
  ({ pauseQueue, requireRoute, showQueue, telemetry }: PauseQueueRouteOptions, paused: boolean): RunOperation =>
  async (call) => {
    const route = requireRoute(call);
    const actor = actorOf(call);
    const changed = await pauseQueue({ route: route.slug, paused, actor });
    if (changed) telemetry.adminActed({ action: paused ? 'queue.pause' : 'queue.resume', target: route.slug, actor });
    return { status: 200, body: await showQueue(route) };
  };
