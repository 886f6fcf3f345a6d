import { operations } from '@millrace/contracts';
import type { ApiServices } from '../api-services.js';
import { type Gate, serveOperation } from '../http/serve-operation.js';
import { createHealth } from './health/health.js';
import { createListModels } from './list-models/list-models.js';
import { createPredict } from './predict/predict.js';
import { createProcess } from './process/process.js';
import { createReadTaskRoute } from './read-task/read-task.js';
import type { Route } from './route.js';
import { createStatus } from './status/status.js';
import { createAcceptTask } from './submission/accept-task.js';
import { createSubmitTaskRoute } from './submit-task/submit-task.js';
import { createAwaitEnd } from './waiting/await-end.js';

/** Table of contents: every operation the api serves. */
export const createRoutes = (services: ApiServices, gate: Gate): readonly Route[] => {
  const acceptTask = createAcceptTask(services);
  const { readTask, waitForEnd, clock } = services;
  const awaitEnd = createAwaitEnd({ readTask, waitForEnd });
  return [
    keyed(operations.submitTask, createSubmitTaskRoute({ acceptTask, awaitEnd }), gate),
    keyed(operations.readTask, createReadTaskRoute({ readTask, awaitEnd, clock }), gate),
    keyed(operations.listModels, createListModels(services), gate),
    keyed(operations.process, createProcess({ acceptTask }), gate),
    keyed(operations.status, createStatus({ readTask, clock }), gate),
    keyed(operations.predict, createPredict({ acceptTask, readTask, waitForEnd, waitSeconds: services.predictWaitSeconds }), gate),
    ...createHealth(services),
  ];
};

const keyed = <Body>(...[operation, run, gate]: Parameters<typeof serveOperation<Body>>): Route => ({
  operation,
  serve: serveOperation(operation, run, gate),
});
