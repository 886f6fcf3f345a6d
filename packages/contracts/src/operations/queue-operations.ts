import { auditList, auditQuery } from '../audit-entry.js';
import { deadLetterList, deadLetterQuery, redrive } from '../dead-letter.js';
import type { Operation } from '../operation.js';
import { queueList, queueView } from '../queue-view.js';
import { redriveOutcome } from '../redrive-outcome.js';
import { workerList } from '../worker-view.js';

const shared = { tag: 'Queues', access: 'key', scope: 'admin' } as const;
const one = { ...shared, pathParameters: { route: 'The slug of a route, as `GET /v1/queues` lists them.' } } as const;

/** Looking after queues. None of it shows a prompt or an answer. */
export const queueOperations = {
  listQueues: {
    ...shared,
    id: 'listQueues',
    method: 'get',
    path: '/v1/queues',
    summary: 'List the queues',
    description: 'One for each route this installation is configured with.',
    responses: { 200: { description: 'All of them.', schema: queueList } },
    problems: [],
  },
  readQueue: {
    ...one,
    id: 'readQueue',
    method: 'get',
    path: '/v1/queues/{route}',
    summary: 'Read a queue',
    responses: { 200: { description: 'How it stands.', schema: queueView } },
    problems: ['unknown_route'],
  },
  pauseQueue: {
    ...one,
    id: 'pauseQueue',
    method: 'post',
    path: '/v1/queues/{route}/pause',
    summary: 'Pause a queue',
    description:
      'Workers take nothing more from it, whatever happens to them or to Redis, until it is resumed; what runs goes on, and submissions are accepted. Deadlines hold. May be repeated. Takes no body.',
    responses: { 200: { description: 'The queue, paused.', schema: queueView } },
    problems: ['unknown_route'],
  },
  resumeQueue: {
    ...one,
    id: 'resumeQueue',
    method: 'post',
    path: '/v1/queues/{route}/resume',
    summary: 'Resume a queue',
    description: 'Workers take tasks from it again. May be repeated. Takes no body.',
    responses: { 200: { description: 'The queue, no longer paused.', schema: queueView } },
    problems: ['unknown_route'],
  },
  listDeadLetters: {
    ...one,
    id: 'listDeadLetters',
    method: 'get',
    path: '/v1/queues/{route}/dead-letters',
    summary: 'List the dead letters',
    description:
      'The tasks of all tenants that ended `failed` on this route, newest first, at most 10,000 and for as long as they are known. At most 1,000 are looked at for a page, so with `code` a page may hold fewer than `limit` and still have a `next_cursor`.',
    query: deadLetterQuery,
    responses: { 200: { description: 'A page.', schema: deadLetterList } },
    problems: ['unknown_route'],
  },
  redriveDeadLetters: {
    ...one,
    id: 'redriveDeadLetters',
    method: 'post',
    path: '/v1/queues/{route}/redrive',
    summary: 'Run dead letters again',
    description:
      'Submits each as a new task of its own tenant and key, which carries `retry_of`. What was run again before leads to the same task. Without `task_ids` those that were not run again yet, the oldest first. Each is accepted or refused by itself.',
    body: redrive,
    bodyOptional: true,
    responses: { 200: { description: 'What became of each.', schema: redriveOutcome } },
    problems: ['unknown_route'],
  },
  listWorkers: {
    ...shared,
    id: 'listWorkers',
    method: 'get',
    path: '/v1/workers',
    summary: 'List the workers',
    description: 'Those that called in during the last ten seconds.',
    responses: { 200: { description: 'All of them.', schema: workerList } },
    problems: [],
  },
  listAudit: {
    ...shared,
    id: 'listAudit',
    tag: 'Operations',
    method: 'get',
    path: '/v1/audit',
    summary: 'List what admins did',
    description:
      'Each creation, change, rotation and revocation of a key, each pause, resumption and redrive; newest first, about 100,000.',
    query: auditQuery,
    responses: { 200: { description: 'A page.', schema: auditList } },
    problems: [],
  },
} as const satisfies Record<string, Operation>;
