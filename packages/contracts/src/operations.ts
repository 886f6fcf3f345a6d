import type { Operation } from './operation.js';
import { bulkOperations } from './operations/bulk-operations.js';
import { eventOperations } from './operations/event-operations.js';
import { healthOperations } from './operations/health-operations.js';
import { keyOperations } from './operations/key-operations.js';
import { listOperations } from './operations/list-operations.js';
import { modelOperations } from './operations/model-operations.js';
import { queueOperations } from './operations/queue-operations.js';
import { simpleOperations } from './operations/simple-operations.js';
import { steeringOperations } from './operations/steering-operations.js';
import { taskOperations } from './operations/task-operations.js';
import { usageOperations } from './operations/usage-operations.js';
import { webhookOperations } from './operations/webhook-operations.js';

/** Everything the API serves to programs, in the order the documentation shows it. */
export const operations = {
  ...taskOperations,
  ...bulkOperations,
  ...listOperations,
  ...steeringOperations,
  ...eventOperations,
  ...webhookOperations,
  ...modelOperations,
  ...usageOperations,
  ...keyOperations,
  ...queueOperations,
  ...simpleOperations,
  ...healthOperations,
} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof operations;
