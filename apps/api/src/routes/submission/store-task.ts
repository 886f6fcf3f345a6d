import type { StoredTask } from '@millrace/store';
import type { ReadTask, SubmitRequest, SubmitTask } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';
import type { RequestContext } from '../../http/request-context.js';
import { taskStanding } from '../../limits/task-standing.js';
import type { ApiTelemetry } from '../../telemetry.js';
import { findTask } from '../read-task/find-task.js';
import { refusalOf } from './refusal-of.js';

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
      case 'not_retried':
        if (outcome.because === 'open') throw new HttpProblem('task_not_ended');
        // Erased a moment ago, which reading it tells.
        await findTask({ readTask, tenant: request.tenant, id: request.retryOf ?? '' });
        throw new HttpProblem('unknown_task');
      default: {
        const { problem, limit } = refusalOf(outcome, request);
        if (outcome.kind === 'limited') context.standings.push(taskStanding(outcome.limit));
        if (limit) telemetry.refusedByLimit(limit);
        throw problem;
      }
    }
  };
};
