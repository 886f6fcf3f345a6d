import { defaultPageSize, type TaskList, type TaskListQuery } from '@millrace/contracts';
import type { Foresee, ListRequest, ListTasks } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import { renderTask } from '../read-task/render-task.js';
import { readCursor, writeCursor } from './list-cursor.js';

export interface ListTasksRouteOptions {
  readonly listTasks: ListTasks;
  readonly foresee: Foresee;
}

/** `GET /v1/tasks`: a page of the tenant's tasks, newest first. */
export const createListTasksRoute =
  ({ listTasks, foresee }: ListTasksRouteOptions): RunOperation =>
  async ({ caller, query }) => {
    const { tasks, next } = await listTasks(toListRequest(caller.tenant, query));
    const prospects = await Promise.all(tasks.map(foresee.ofListed));
    const body: TaskList = {
      object: 'list',
      data: tasks.map((task, place) => renderTask(task, prospects[place])),
      has_more: next !== undefined,
      ...(next && { next_cursor: writeCursor(next) }),
    };
    return { status: 200, body };
  };

const toListRequest = (tenant: string, query: TaskListQuery): ListRequest => ({
  tenant,
  limit: query.limit ?? defaultPageSize,
  ...(query.cursor !== undefined && { after: readCursor(query.cursor) }),
  ...(query.status && { states: query.status }),
  ...(query.model !== undefined && { model: query.model }),
  ...(query.metadata !== undefined && { metadata: query.metadata }),
  ...(query.created_after !== undefined && { createdFromMs: query.created_after }),
  ...(query.created_before !== undefined && { createdBeforeMs: query.created_before }),
});
