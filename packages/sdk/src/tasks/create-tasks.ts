import type { TaskErasure, TaskList, TaskSubmission, TaskView } from '@millrace/contracts';
import { submitInBulk } from '../bulk/submit-in-bulk.js';
import { MillraceTimeoutError } from '../errors/millrace-timeout-error.js';
import type { Api } from '../http/create-api.js';
import { itemsOf } from '../http/items-of.js';
import { randomKey } from '../http/random-key.js';
import { withinTime } from '../http/within-time.js';
import { followEvents } from './follow-events.js';
import { hasEnded } from './has-ended.js';
import { taskPath } from './task-path.js';
import type { SubmitOptions, Tasks, WaitOptions } from './tasks.js';
import { textOf } from './text-of.js';
import { holdSeconds, waitForEnd } from './wait-for-end.js';

export interface CreateTasksOptions {
  readonly api: Api;
  /** How long a stream may be silent, in milliseconds. */
  readonly streamSilenceMs: number;
}

/** Remembers what was seen of a task, for the one who has to be told that it took too long. */
const watched = async (
  { timeoutMs, signal }: WaitOptions,
  work: (signal: AbortSignal | undefined, onSeen: (task: TaskView) => void) => Promise<TaskView>,
): Promise<TaskView> => {
  let seen: TaskView | undefined;
  const late = () => new MillraceTimeoutError({ timeoutMs: timeoutMs ?? 0, task: seen });
  return withinTime({ timeoutMs, signal, late }, (both) =>
    work(both, (task) => {
      seen = task;
    }),
  );
};

export const createTasks = ({ api, streamSilenceMs }: CreateTasksOptions): Tasks => {
  const submit = (body: TaskSubmission, { idempotencyKey = randomKey(), signal }: SubmitOptions, heldSeconds = 0): Promise<TaskView> => {
    const headers = { 'idempotency-key': idempotencyKey, ...(heldSeconds > 0 && { prefer: `wait=${heldSeconds}` }) };
    return api.ask({ method: 'POST', path: '/v1/tasks', body, headers, signal }, { heldMs: heldSeconds * 1000 });
  };
  const stream: Tasks['stream'] = (task, options = {}) => followEvents({ ...options, api, task, silenceMs: streamSilenceMs });
  const page: Tasks['page'] = ({ status, ...rest } = {}, { signal } = {}) => {
    const query = { ...rest, status: typeof status === 'object' ? status.join(',') : status };
    return api.ask<TaskList>({ method: 'GET', path: '/v1/tasks', query, signal });
  };
  const steer = (id: string, action: 'cancel' | 'retry', signal: AbortSignal | undefined): Promise<TaskView> =>
    api.ask({ method: 'POST', path: taskPath(id, action), signal });

  return {
    submit: (submission, options = {}) => submit(submission, options),
    get: (id, { waitSeconds, signal } = {}) =>
      api.ask({ method: 'GET', path: taskPath(id), query: { wait: waitSeconds }, signal }, { heldMs: (waitSeconds ?? 0) * 1000 }),
    wait: (id, options = {}) => watched(options, (signal, onSeen) => waitForEnd({ api, id, signal, onSeen })),
    run: (submission, options = {}) =>
      watched(options, async (signal, onSeen) => {
        const task = await submit(submission, { ...options, signal }, holdSeconds);
        onSeen(task);
        return hasEnded(task) ? task : waitForEnd({ api, id: task.id, signal, onSeen });
      }),
    stream,
    text: (task, { onRestart, ...options } = {}) => textOf(stream(task, options), onRestart),
    cancel: (id, { signal } = {}) => steer(id, 'cancel', signal),
    retry: (id, { signal } = {}) => steer(id, 'retry', signal),
    erase: (id, { signal } = {}) => api.ask<TaskErasure>({ method: 'DELETE', path: taskPath(id), signal }),
    list: (query = {}, options = {}) => itemsOf((cursor) => page(cursor === undefined ? query : { ...query, cursor }, options)),
    page,
    bulk: (lines, options = {}) => submitInBulk({ ...options, api, lines }),
  };
};
