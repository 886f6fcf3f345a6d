import { type Route, type TaskSubmission, toTaskPayload } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { LimitState, SubmitTask } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';
import type { OperationCall } from '../../http/operation-call.js';
import { rateLimited } from '../../limits/rate-limited.js';
import type { Standing } from '../../limits/standing.js';
import type { ApiTelemetry } from '../../telemetry.js';
import { createFindRoute } from './find-route.js';

export interface AcceptTaskOptions {
  readonly submitTask: SubmitTask;
  readonly models: { readonly defaultModel: string; readonly routes: readonly Route[] };
  readonly telemetry: Pick<ApiTelemetry, 'taskSubmitted' | 'refusedByLimit'>;
}

/** Submits what a call asks for and returns the stored task; a refusal is thrown as its problem. */
export type AcceptTask = (call: OperationCall<TaskSubmission>) => Promise<StoredTask>;

export const createAcceptTask = ({ submitTask, models, telemetry }: AcceptTaskOptions): AcceptTask => {
  const findRoute = createFindRoute(models);

  return async ({ caller, body, context }) => {
    const { tenant, keyId } = caller;
    const route = findRoute(body.model);
    const outcome = await submitTask({ tenant, keyId, route, payload: toTaskPayload(body), requestId: context.requestId });
    switch (outcome.kind) {
      case 'accepted':
        context.taskId = outcome.task.id;
        context.standings.push(taskStanding(outcome.limit));
        telemetry.taskSubmitted(route.slug);
        return outcome.task;
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
