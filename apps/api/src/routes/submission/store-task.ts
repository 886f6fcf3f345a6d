import type { StoredTask } from '@millrace/store';
import type { LimitState, ReadTask, SubmitRequest, SubmitTask } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';
import type { RequestContext } from '../../http/request-context.js';
import { rateLimited } from '../../limits/rate-limited.js';
import type { Standing } from '../../limits/standing.js';
import type { ApiTelemetry } from '../../telemetry.js';
import { findTask } from '../read-task/find-task.js';
import { refusedTime } from './refused-time.js';

export interface StoreTaskOptions {
  readonly submitTask: SubmitTask;
  readonly readTask: ReadTask;
  readonly telemetry: Pick<ApiTelemetry, 'taskSubmitted' | 'refusedByLimit'>;
}

/** Submits a task and returns it as it is stored; one that was submitted before is read. A refusal is thrown as its problem. */
export type StoreTask = (request: SubmitRequest, context: RequestContext) => Promise<StoredTask>;

export const createStoreTask = ({ submitTask, readTask, telemetry }: StoreTaskOptions): StoreTask => {
  const replayed = async (tenant: string, id: string, context: RequestContext): Promise<StoredTask> => {
    context.taskId = id;
    context.replayed = true;
    return findTask({ readTask, tenant, id });
  };

  return async (request, context) => {
    const outcome = await submitTask(request);
    switch (outcome.kind) {
      case 'accepted':
        context.taskId = outcome.task.id;
        context.standings.push(taskStanding(outcome.limit));
        telemetry.taskSubmitted(request.route.slug);
        return outcome.task;
      case 'replayed':
        return replayed(request.tenant, outcome.id, context);
      case 'key_reused':
        throw new HttpProblem('idempotency_key_reused');
      case 'refused':
        throw refusedTime(outcome.refusal, request.schedule);
      case 'not_retried':
        if (outcome.because === 'open') throw new HttpProblem('task_not_ended');
        // Erased a moment ago, which reading it tells.
        await findTask({ readTask, tenant: request.tenant, id: request.retryOf ?? '' });
        throw new HttpProblem('unknown_task');
      case 'limited':
        context.standings.push(taskStanding(outcome.limit));
        telemetry.refusedByLimit('tasks');
        throw rateLimited(taskStanding(outcome.limit), outcome.retryAfterMs, 'this key');
      case 'queue_full':
        telemetry.refusedByLimit('open_tasks');
        throw new HttpProblem('queue_full', { retryAfterSeconds: 5 });
      case 'memory_full':
        telemetry.refusedByLimit('memory');
        throw new HttpProblem('memory_full', { retryAfterSeconds: 10 });
    }
  };
};

const taskStanding = (limit: LimitState): Standing => ({ policy: 'tasks', ...limit });
