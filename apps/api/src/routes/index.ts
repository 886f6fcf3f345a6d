import { operations } from '@millrace/contracts';
import type { ApiServices } from '../api-services.js';
import type { Gate } from '../http/serve-operation.js';
import { createOpenArrays } from '../limits/open-arrays.js';
import { createOpenRequests } from '../limits/open-requests.js';
import { createAdministrationRoutes } from './administration-routes.js';
import { createCancelTaskRoute } from './cancel-task/cancel-task.js';
import { createEraseTaskRoute } from './erase-task/erase-task.js';
import { createHealth } from './health/health.js';
import { keyed } from './keyed.js';
import { createListModels } from './list-models/list-models.js';
import { createListTasksRoute } from './list-tasks/list-tasks.js';
import { createPredict } from './predict/predict.js';
import { createProcess } from './process/process.js';
import { createDescribeTask } from './read-task/describe-task.js';
import { createReadTaskRoute } from './read-task/read-task.js';
import { createReadUsageRoute } from './read-usage/read-usage.js';
import { createRetryTaskRoute } from './retry-task/retry-task.js';
import type { Route } from './route.js';
import { createStatus } from './status/status.js';
import { createAcceptTask } from './submission/accept-task.js';
import { createCheckWebhook } from './submission/check-webhook.js';
import { createRequestOf } from './submission/request-of.js';
import { createStoreTask } from './submission/store-task.js';
import { createSubmitBulkRoute } from './submit-bulk/submit-bulk.js';
import { createSubmitTaskRoute } from './submit-task/submit-task.js';
import { createTaskEventsRoute } from './task-events/task-events.js';
import { createAwaitEnd } from './waiting/await-end.js';
import { createAwaitPreferred } from './waiting/await-preferred.js';
import { createAwaitSubmitted } from './waiting/await-submitted.js';
import { createWebhookRoutes } from './webhook-routes.js';

/** Table of contents: every operation the api serves. */
export const createRoutes = (services: ApiServices, gate: Gate, roomMs: number): readonly Route[] => {
  const storeTask = createStoreTask(services);
  const checkWebhook = createCheckWebhook(services.webhooks);
  const requestOf = createRequestOf({ models: services.models, checkWebhook });
  const acceptTask = createAcceptTask({ storeTask, requestOf });
  const { readTask, waitForEnd, followTask, telemetry } = services;
  const openRequests = createOpenRequests({ maxPerKey: services.maxOpenRequestsPerKey, telemetry });
  const openArrays = createOpenArrays({ telemetry });
  const awaitEnd = createAwaitEnd({ readTask, waitForEnd, openRequests });
  const awaitSubmitted = createAwaitSubmitted(awaitEnd);
  const awaitPreferred = createAwaitPreferred(awaitSubmitted);
  const describe = createDescribeTask(services);
  return [
    keyed(operations.submitTask, createSubmitTaskRoute({ acceptTask, awaitPreferred, followTask, openRequests, describe }), gate),
    keyed(
      operations.submitBulk,
      createSubmitBulkRoute({ ...services, requestOf, openRequests, openArrays, lineLimitBytes: gate.bodyLimitBytes, roomMs }),
      gate,
    ),
    keyed(operations.readTask, createReadTaskRoute({ readTask, awaitEnd, describe }), gate),
    keyed(operations.listTasks, createListTasksRoute(services), gate),
    keyed(operations.cancelTask, createCancelTaskRoute({ ...services, awaitPreferred, describe }), gate),
    keyed(operations.retryTask, createRetryTaskRoute({ ...services, storeTask, describe }), gate),
    keyed(operations.eraseTask, createEraseTaskRoute(services), gate),
    keyed(operations.followTask, createTaskEventsRoute({ readTask, followTask, openRequests }), gate),
    keyed(operations.listModels, createListModels(services), gate),
    keyed(operations.readUsage, createReadUsageRoute(services), gate),
    keyed(operations.process, createProcess({ acceptTask, describe }), gate),
    keyed(operations.status, createStatus({ readTask, describe }), gate),
    keyed(operations.predict, createPredict({ acceptTask, awaitSubmitted, describe, waitSeconds: services.predictWaitSeconds }), gate),
    ...createWebhookRoutes({ webhooks: services.webhooks, checkWebhook }, gate),
    ...createAdministrationRoutes(services, storeTask, gate),
    ...createHealth(services),
  ];
};
