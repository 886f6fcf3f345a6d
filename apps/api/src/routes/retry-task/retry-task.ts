import { isFinal } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { ReadOutcome, ReadSubmission, ReadTask } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';
import type { OperationCall, RunOperation } from '../../http/operation-call.js';
import type { ServedModels } from '../../served-models.js';
import type { DescribeTask } from '../read-task/describe-task.js';
import { findTask } from '../read-task/find-task.js';
import { requireFound } from '../read-task/require-found.js';
import { requireTaskId } from '../read-task/require-task-id.js';
import { askedIn } from '../submission/asked-in.js';
import { createFindRoute } from '../submission/find-route.js';
import type { StoreTask } from '../submission/store-task.js';

export interface RetryTaskRouteOptions {
  readonly readTask: ReadTask;
  readonly readSubmission: ReadSubmission;
  readonly storeTask: StoreTask;
  readonly describe: DescribeTask;
  readonly models: Pick<ServedModels, 'defaultModel' | 'routes'>;
}

/** `POST /v1/tasks/{id}/retry`: submits what a task that has ended asked as a new task, once, and answers with that one. */
export const createRetryTaskRoute = (options: RetryTaskRouteOptions): RunOperation => {
  const { readTask, readSubmission, storeTask, describe } = options;
  const findRoute = createFindRoute(options.models);

  const runAgain = async ({ caller: { tenant, keyId, limits }, context }: OperationCall, old: StoredTask): Promise<StoredTask> => {
    if (!isFinal(old.state)) throw new HttpProblem('task_not_ended');
    const route = findRoute(old.model);
    const submission = await readSubmission(old);
    if (!submission) {
      // It was all there a moment ago: another look tells what became of it.
      await findTask({ readTask, tenant, id: old.id });
      throw new HttpProblem('task_gone');
    }
    const request = { tenant, keyId, route, ...askedIn(context), ...submission };
    return storeTask({ ...request, ...(limits && { keyLimits: limits }) }, context);
  };
  const runAgainBefore = async ({ caller: { tenant }, context }: OperationCall, id: string): Promise<StoredTask> => {
    context.taskId = id;
    context.replayed = true;
    try {
      return await findTask({ readTask, tenant, id });
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      throw new HttpProblem(error.code, { ...error.parts, detail: `It was run again before, as ${id}, which is no longer there.` });
    }
  };

  return async (call) => {
    const id = requireTaskId(call);
    const outcome = await readTask({ tenant: call.caller.tenant, id });
    const before = retriedAs(outcome);
    const task = await (before === undefined ? runAgain(call, requireFound(id, outcome)) : runAgainBefore(call, before));
    const { body, headers } = await describe.asSubmitted(task, call.context);
    return { status: isFinal(task.state) ? 200 : 202, body, headers: { location: body.links.self, ...headers } };
  };
};

/** Known for longer than what the task left behind. */
const retriedAs = (outcome: ReadOutcome): string | undefined => {
  if (outcome.kind === 'found') return outcome.task.retriedAs;
  return outcome.kind === 'gone' ? outcome.retriedAs : undefined;
};
