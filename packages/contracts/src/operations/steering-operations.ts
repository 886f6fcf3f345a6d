import type { Operation } from '../operation.js';
import { taskErasure } from '../task-erasure.js';
import { taskView } from '../task-view.js';
import { preferWait } from '../waiting.js';
import { exampleTasks } from './example-tasks.js';
import { retryAfter, taskId, waitApplied, whereToRead } from './shared-texts.js';

const runBefore = '`true` if it had been run again before.';
const ended = 'It has ended, now or before; `status` says how.';

/** Stopping, repeating and erasing tasks. Each may be repeated. */
export const steeringOperations = {
  cancelTask: {
    id: 'cancelTask',
    method: 'post',
    path: '/v1/tasks/{id}/cancel',
    tag: 'Tasks',
    summary: 'Cancel a task',
    description:
      'A task that waits ends `cancelled` at once. A running one is stopped within about a second: the call of the model is aborted, what had come of the answer and its usage are kept, and it ends `cancelled`; a call that identical tasks share goes on for the others. With `Prefer: wait=n` the answer waits for that. If the worker that ran it has died, it ends once that is noticed, some ten seconds later. A task that has ended stays as it is. Takes no body.',
    access: 'key',
    scope: 'tasks',
    requestHeaders: preferWait,
    pathParameters: { id: taskId },
    responses: {
      200: { description: ended, schema: taskView, example: exampleTasks.cancelled, headers: { 'Preference-Applied': waitApplied } },
      202: {
        description: 'It is running and will end `cancelled`.',
        schema: taskView,
        example: exampleTasks.cancelling,
        headers: { 'Retry-After': retryAfter, 'Preference-Applied': waitApplied },
      },
    },
    problems: ['unknown_task', 'task_gone', 'task_erased'],
  },
  retryTask: {
    id: 'retryTask',
    method: 'post',
    path: '/v1/tasks/{id}/retry',
    tag: 'Tasks',
    summary: 'Run a task again',
    description:
      'Submits what a task that has ended asked as a new task, which carries `retry_of`; the old one stays as it is and shows `retried_as`. Metadata, model and durations carry over: the new deadlines are as far away as the old ones were; it is queued at once, also if the old one was scheduled. After a success the model is asked anew, whatever answer is kept. Repeated, the answer is the same new task. Counts as a submission. Takes no body.',
    access: 'key',
    scope: 'tasks',
    pathParameters: { id: taskId },
    responses: {
      200: {
        description: 'It had been run again before, and that task has ended.',
        schema: taskView,
        example: {
          ...exampleTasks.succeeded,
          id: exampleTasks.again.id,
          retry_of: exampleTasks.succeeded.id,
          links: exampleTasks.again.links,
        },
        headers: { Location: whereToRead, 'Idempotent-Replayed': runBefore },
      },
      202: {
        description: 'Accepted, or accepted before, and not ended yet.',
        schema: taskView,
        example: exampleTasks.again,
        headers: { Location: whereToRead, 'Retry-After': retryAfter, 'Idempotent-Replayed': runBefore },
      },
    },
    problems: ['unknown_task', 'task_gone', 'task_erased', 'task_not_ended', 'unknown_model', 'queue_full', 'memory_full'],
  },
  eraseTask: {
    id: 'eraseTask',
    method: 'delete',
    path: '/v1/tasks/{id}',
    tag: 'Tasks',
    summary: 'Erase a task',
    description:
      'Deletes the prompt, the metadata, the answer, the events, and the answer kept for identical tasks, at once and wherever they are held. A task that has not ended is cancelled as well. That it was there and how it ended stays known for as long as of any other; until then it is answered with 410.',
    access: 'key',
    scope: 'tasks',
    pathParameters: { id: taskId },
    responses: { 200: { description: 'It is erased, now or before.', schema: taskErasure } },
    problems: ['unknown_task'],
  },
} as const satisfies Record<string, Operation>;
