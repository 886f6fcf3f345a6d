import type { RedriveOutcome, Route } from '@millrace/contracts';
import type { KeyLimits } from '@millrace/store';
import type { DeadTask, ReadSubmission, ReadTask } from '@millrace/tasks';
import { HttpProblem, problemDocumentOf } from '../../http/http-problem.js';
import type { RequestContext } from '../../http/request-context.js';
import { findTask } from '../read-task/find-task.js';
import { askedIn } from '../submission/asked-in.js';
import type { StoreTask } from '../submission/store-task.js';

export interface RedriveOneOptions {
  readonly readTask: ReadTask;
  readonly readSubmission: ReadSubmission;
  readonly storeTask: StoreTask;
  readonly findRoute: (model: string) => Route;
}

export interface RedriveOneRequest {
  readonly dead: DeadTask;
  /** Of the key that submitted it, as they are now. */
  readonly limits: KeyLimits | undefined;
  readonly context: RequestContext;
}

type Redriven = RedriveOutcome['data'][number];

/** Submits a task that failed as a new one of its own tenant and key; a refusal is part of the answer. Throws `StoreUnavailableError`. */
export type RedriveOne = (request: RedriveOneRequest) => Promise<Redriven>;

export const createRedriveOne = ({ readTask, readSubmission, storeTask, findRoute }: RedriveOneOptions): RedriveOne => {
  const submit = async ({ dead, limits, context }: RedriveOneRequest): Promise<string> => {
    const { taskId, tenant, keyId } = dead;
    const old = await findTask({ readTask, tenant, id: taskId });
    const route = findRoute(old.model);
    const submission = await readSubmission(old);
    if (!submission) throw new HttpProblem('task_gone');
    const keyLimits = limits && { keyLimits: limits };
    const request = { tenant, keyId, route, ...askedIn(context), ...submission, ...keyLimits };
    // Each is counted against a key of its own: what the answer's head says is about the admin's.
    return (await storeTask(request, { ...context, standings: [] })).id;
  };

  return async (request) => {
    const { taskId, retriedAs } = request.dead;
    try {
      return { task_id: taskId, status: 202, id: retriedAs ?? (await submit(request)) };
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      return refusal(taskId, error, request.context);
    }
  };
};

/** Why a task cannot run again. */
export const refusal = (taskId: string, problem: HttpProblem, { requestId }: Pick<RequestContext, 'requestId'>): Redriven => {
  const document = problemDocumentOf(problem, requestId);
  return { task_id: taskId, status: document.status, problem: document };
};
