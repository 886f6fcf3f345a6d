import type { Operation } from '../operation.js';
import { taskSubmission } from '../task-submission.js';
import { taskView } from '../task-view.js';
import { preferWait, waitQuery } from '../waiting.js';
import { eventStreamExample } from './event-stream-example.js';
import { exampleTasks } from './example-tasks.js';
import { replayed, retryAfter, submitHeaders, submitProblems, taskId, waitApplied, whereToRead } from './shared-texts.js';

const acceptEvents = '`text/event-stream`, rather than JSON or nothing: follow the task in the same call. A wait is not granted then.';

/** Submitting and reading tasks. */
export const taskOperations = {
  submitTask: {
    id: 'submitTask',
    method: 'post',
    path: '/v1/tasks',
    tag: 'Tasks',
    summary: 'Submit a task',
    description:
      "Stores the task and queues it. The id is returned once the task is stored; from then on it ends in exactly one final state. With `Prefer: wait=n` the answer waits for that end; with `Accept: text/event-stream` it is the stream of the task's events from the first on (see `GET /v1/tasks/{id}/events`), and `Location` says where to go on after a break.",
    access: 'key',
    scope: 'tasks',
    requestHeaders: { Accept: acceptEvents, ...preferWait, ...submitHeaders },
    body: taskSubmission,
    responses: {
      200: {
        description: 'Ended within the wait that was asked for, in whatever state; or the stream that was asked for.',
        schema: taskView,
        example: exampleTasks.succeeded,
        events: eventStreamExample,
        headers: { Location: whereToRead, 'Preference-Applied': waitApplied, 'Idempotent-Replayed': replayed },
      },
      202: {
        description: 'Accepted, and not ended yet.',
        schema: taskView,
        example: exampleTasks.queued,
        headers: {
          Location: whereToRead,
          'Retry-After': retryAfter,
          'Preference-Applied': waitApplied,
          'Idempotent-Replayed': replayed,
        },
      },
    },
    problems: [...submitProblems, 'too_many_open_requests'],
  },
  readTask: {
    id: 'readTask',
    method: 'get',
    path: '/v1/tasks/{id}',
    tag: 'Tasks',
    summary: 'Read a task',
    description:
      'State, timings, attempts and, once it has succeeded, the result. A task that has not ended tells its place in line, when it will probably begin and why it waits, as far as that is known, and carries `Retry-After`. With `?wait=n` the answer comes at the moment the task ends, or after n seconds.',
    access: 'key',
    scope: 'tasks',
    query: waitQuery,
    pathParameters: { id: taskId },
    responses: {
      200: {
        description: 'The task as it is now.',
        schema: taskView,
        example: exampleTasks.succeeded,
        headers: { 'Retry-After': retryAfter },
      },
    },
    problems: ['unknown_task', 'task_gone', 'task_erased', 'too_many_open_requests'],
  },
} as const satisfies Record<string, Operation>;
