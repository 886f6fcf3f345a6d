import { isFinal, type TaskSubmission } from '@millrace/contracts';
import type { FollowTask } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import { prefersEvents } from '../../http/prefers-events.js';
import type { OpenRequests } from '../../limits/open-requests.js';
import type { DescribeTask } from '../read-task/describe-task.js';
import type { AcceptTask } from '../submission/accept-task.js';
import { eventsOf } from '../task-events/events-of.js';
import type { AwaitPreferred } from '../waiting/await-preferred.js';

export interface SubmitTaskRouteOptions {
  readonly acceptTask: AcceptTask;
  readonly awaitPreferred: AwaitPreferred;
  readonly followTask: FollowTask;
  readonly openRequests: OpenRequests;
  readonly describe: DescribeTask;
}

/**
 * `POST /v1/tasks`: stores the task and says where to read it; with `Prefer: wait=n` once it has ended, or after n seconds;
 * with `Accept: text/event-stream` followed by its events.
 */
export const createSubmitTaskRoute = (options: SubmitTaskRouteOptions): RunOperation<TaskSubmission> => {
  const { acceptTask, awaitPreferred, followTask, openRequests, describe } = options;
  return async (call) => {
    const follows = prefersEvents(call.headers.accept);
    // Before the task is stored: who gets no stream has not submitted anything.
    if (follows) openRequests.require(call, 'stream');
    const accepted = await acceptTask(call);
    const location = `/v1/tasks/${accepted.id}`;
    if (follows) return { status: 200, headers: { location }, events: eventsOf({ followTask, call, task: accepted, after: 0 }) };

    const { task, headers } = await awaitPreferred(call, accepted);
    const described = await (task === accepted ? describe.asSubmitted(task, call.context) : describe.asRead(task));
    const status = isFinal(task.state) ? 200 : 202;
    return { status, body: described.body, headers: { location, ...headers, ...described.headers } };
  };
};
