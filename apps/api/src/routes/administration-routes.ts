import { operations } from '@millrace/contracts';
import type { ApiServices } from '../api-services.js';
import type { Gate } from '../http/serve-operation.js';
import { createCreateKey } from './create-key/create-key.js';
import { keyed } from './keyed.js';
import { createListAudit } from './list-audit/list-audit.js';
import { createListDeadLetters } from './list-dead-letters/list-dead-letters.js';
import { createListKeys } from './list-keys/list-keys.js';
import { createListQueues } from './list-queues/list-queues.js';
import { createListWorkersRoute } from './list-workers/list-workers.js';
import { createPauseQueueRoute } from './pause-queue/pause-queue.js';
import { createReadKey } from './read-key/read-key.js';
import { createReadQueue } from './read-queue/read-queue.js';
import { createRequireRoute } from './read-queue/require-route.js';
import { createShowQueue } from './read-queue/show-queue.js';
import { createRedrive } from './redrive/redrive.js';
import { createRevokeKey } from './revoke-key/revoke-key.js';
import { createRotateKey } from './rotate-key/rotate-key.js';
import type { Route } from './route.js';
import type { StoreTask } from './submission/store-task.js';
import { createUpdateKey } from './update-key/update-key.js';

/** What admins can do over the API. */
export const createAdministrationRoutes = (services: ApiServices, storeTask: StoreTask, gate: Gate): readonly Route[] => {
  const requireRoute = createRequireRoute(services.models);
  const queue = { ...services, requireRoute, showQueue: createShowQueue(services) };
  return [
    keyed(operations.createKey, createCreateKey(services), gate),
    keyed(operations.listKeys, createListKeys(services), gate),
    keyed(operations.readKey, createReadKey(services), gate),
    keyed(operations.updateKey, createUpdateKey(services), gate),
    keyed(operations.revokeKey, createRevokeKey(services), gate),
    keyed(operations.rotateKey, createRotateKey(services), gate),
    keyed(operations.listQueues, createListQueues(services), gate),
    keyed(operations.readQueue, createReadQueue(queue), gate),
    keyed(operations.pauseQueue, createPauseQueueRoute(queue, true), gate),
    keyed(operations.resumeQueue, createPauseQueueRoute(queue, false), gate),
    keyed(operations.listDeadLetters, createListDeadLetters(queue), gate),
    keyed(operations.redriveDeadLetters, createRedrive({ ...queue, storeTask }), gate),
    keyed(operations.listWorkers, createListWorkersRoute(services), gate),
    keyed(operations.listAudit, createListAudit(services), gate),
  ];
};
