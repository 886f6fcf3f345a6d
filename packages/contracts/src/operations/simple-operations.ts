import type { Operation } from '../operation.js';
import { failureCodes } from '../problems.js';
import { prediction, processAccepted, statusView } from '../seed-interface.js';
import { taskSubmission } from '../task-submission.js';
import { replayed, retryAfter, submitHeaders, submitProblems, taskId } from './shared-texts.js';

/** The simple interface. */
export const simpleOperations = {
  process: {
    id: 'process',
    method: 'post',
    path: '/process',
    tag: 'Simple interface',
    summary: 'Submit a prompt',
    description: 'The short form of `POST /v1/tasks`: takes the same body, answers with the id only.',
    access: 'seed',
    scope: 'tasks',
    requestHeaders: submitHeaders,
    body: taskSubmission,
    responses: {
      202: {
        description: 'Accepted.',
        schema: processAccepted,
        headers: { Location: 'Where to read the status.', 'Retry-After': retryAfter, 'Idempotent-Replayed': replayed },
      },
    },
    problems: submitProblems,
  },
  status: {
    id: 'status',
    method: 'get',
    path: '/status/{task_id}',
    tag: 'Simple interface',
    summary: 'Read the status of a prompt',
    access: 'seed',
    scope: 'tasks',
    pathParameters: { task_id: taskId },
    responses: {
      200: { description: 'The status, and the answer once there is one.', schema: statusView, headers: { 'Retry-After': retryAfter } },
    },
    problems: ['unknown_task', 'task_gone', 'task_erased'],
  },
  predict: {
    id: 'predict',
    method: 'post',
    path: '/predict',
    tag: 'Simple interface',
    summary: 'Ask and wait for the answer',
    description:
      'Submits the prompt and holds the line until the answer is there. If that takes longer than this installation waits, it answers 202 with the id and the task goes on. A task that failed is answered with the problem it failed with.',
    access: 'seed',
    scope: 'tasks',
    requestHeaders: submitHeaders,
    body: taskSubmission,
    responses: {
      200: { description: 'The answer.', schema: prediction, headers: { 'Idempotent-Replayed': replayed } },
      202: {
        description: 'Not finished yet; read it later.',
        schema: processAccepted,
        headers: { Location: 'Where to read the status.', 'Retry-After': retryAfter, 'Idempotent-Replayed': replayed },
      },
    },
    problems: [...submitProblems, ...failureCodes],
  },
} as const satisfies Record<string, Operation>;
