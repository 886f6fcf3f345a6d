import type { FollowTask, ReadTask } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import type { OpenRequests } from '../../limits/open-requests.js';
import { findTask } from '../read-task/find-task.js';
import { eventsOf } from './events-of.js';
import { knowsAll, resumePoint } from './resume-point.js';

export interface TaskEventsRouteOptions {
  readonly readTask: ReadTask;
  readonly followTask: FollowTask;
  readonly openRequests: OpenRequests;
}

/** `GET /v1/tasks/{id}/events`: what the task tells, from the beginning or after the last event that the caller has. */
export const createTaskEventsRoute =
  ({ readTask, followTask, openRequests }: TaskEventsRouteOptions): RunOperation =>
  async (call) => {
    const after = resumePoint(call);
    const task = await findTask({ readTask, tenant: call.caller.tenant, id: call.parameters.id ?? '' });
    call.context.taskId = task.id;
    if (knowsAll(task, after)) return { status: 204 };
    openRequests.require(call, 'stream');
    return { status: 200, events: eventsOf({ followTask, call, task, after }) };
  };
