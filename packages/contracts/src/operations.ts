import { z } from 'zod';
import { modelList } from './model-list.js';
import type { Operation } from './operation.js';
import { failureCodes } from './problems.js';
import { prediction, processAccepted, statusView } from './seed-interface.js';
import { taskSubmission } from './task-submission.js';
import { taskView } from './task-view.js';
import { preferWait, waitQuery } from './waiting.js';

const taskId = 'The id a submission returned, `task_…`.';
const retryAfter = 'Seconds until it is worth asking again.';
const whereToRead = 'Where to read the task.';
const waitApplied = 'The wait that was granted; absent when none was asked for.';
const submitProblems = ['unknown_model', 'queue_full', 'memory_full'] as const;
const health = z.object({ status: z.enum(['ok', 'unavailable', 'stopping']), checks: z.record(z.string(), z.string()).optional() });

/** Everything the API serves to programs, in the order the documentation shows it. */
export const operations = {
  submitTask: {
    id: 'submitTask',
    method: 'post',
    path: '/v1/tasks',
    tag: 'Tasks',
    summary: 'Submit a task',
    description:
      'Stores the task and queues it. The id is returned once the task is stored; from then on it ends in exactly one final state. With `Prefer: wait=n` the answer waits for that end.',
    access: 'key',
    scope: 'tasks',
    requestHeaders: preferWait,
    body: taskSubmission,
    responses: {
      200: {
        description: 'Ended within the wait that was asked for, in whatever state.',
        schema: taskView,
        headers: { Location: whereToRead, 'Preference-Applied': waitApplied },
      },
      202: {
        description: 'Accepted, and not ended yet.',
        schema: taskView,
        headers: { Location: whereToRead, 'Retry-After': retryAfter, 'Preference-Applied': waitApplied },
      },
    },
    problems: submitProblems,
  },
  readTask: {
    id: 'readTask',
    method: 'get',
    path: '/v1/tasks/{id}',
    tag: 'Tasks',
    summary: 'Read a task',
    description:
      'State, timings, attempts and, once it has succeeded, the result. A task that is not final carries `Retry-After`. With `?wait=n` the answer comes at the moment the task ends, or after n seconds.',
    access: 'key',
    scope: 'tasks',
    query: waitQuery,
    pathParameters: { id: taskId },
    responses: { 200: { description: 'The task as it is now.', schema: taskView, headers: { 'Retry-After': retryAfter } } },
    problems: ['unknown_task', 'task_gone'],
  },
  listModels: {
    id: 'listModels',
    method: 'get',
    path: '/v1/models',
    tag: 'Models',
    summary: 'List the models',
    description: "The models that can be asked for, in the shape of OpenAI's API; the first one is the default.",
    access: 'key',
    scope: 'tasks',
    responses: { 200: { description: 'The models.', schema: modelList } },
    problems: [],
  },
  process: {
    id: 'process',
    method: 'post',
    path: '/process',
    tag: 'Simple interface',
    summary: 'Submit a prompt',
    description: 'The short form of `POST /v1/tasks`: takes the same body, answers with the id only.',
    access: 'seed',
    scope: 'tasks',
    body: taskSubmission,
    responses: { 202: { description: 'Accepted.', schema: processAccepted, headers: { Location: 'Where to read the status.' } } },
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
    responses: { 200: { description: 'The status, and the answer once there is one.', schema: statusView } },
    problems: ['unknown_task', 'task_gone'],
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
    body: taskSubmission,
    responses: {
      200: { description: 'The answer.', schema: prediction },
      202: { description: 'Not finished yet; read it later.', schema: processAccepted, headers: { Location: 'Where to read the status.' } },
    },
    problems: [...submitProblems, ...failureCodes],
  },
  live: {
    id: 'live',
    method: 'get',
    path: '/livez',
    tag: 'Operations',
    summary: 'Is the process alive?',
    description: 'Never asks Redis: an outage of Redis is no reason to restart this process.',
    access: 'none',
    responses: { 200: { description: 'It is.', schema: health } },
    problems: [],
  },
  ready: {
    id: 'ready',
    method: 'get',
    path: '/readyz',
    tag: 'Operations',
    summary: 'Can it take requests?',
    access: 'none',
    responses: {
      200: { description: 'It can.', schema: health },
      503: { description: 'Redis is away, or the process is stopping.', schema: health },
    },
    problems: [],
  },
  health: {
    id: 'health',
    method: 'get',
    path: '/healthz',
    tag: 'Operations',
    summary: 'How is it?',
    description: 'The same answer as `/readyz`, for monitors that look for this name.',
    access: 'none',
    responses: {
      200: { description: 'Well.', schema: health },
      503: { description: 'Redis is away, or the process is stopping.', schema: health },
    },
    problems: [],
  },
} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof operations;
