import type { Operation } from '../operation.js';
import { taskList, taskListQuery } from '../task-list.js';

/** Listing tasks. */
export const listOperations = {
  listTasks: {
    id: 'listTasks',
    method: 'get',
    path: '/v1/tasks',
    tag: 'Tasks',
    summary: 'List tasks',
    description:
      "Your tenant's tasks, newest first: in the order of `created_at`, those of the same millisecond in the order of their ids. Pages stay as they are while tasks arrive: going from cursor to cursor shows each task that was there at the first page once. At most 1,000 tasks are looked at for a page, so with filters that few tasks pass a page may hold fewer than `limit`, even none, and still have a `next_cursor`; go on until there is none. Tasks whose answer has expired are listed for as long as they are known, erased ones are not.",
    access: 'key',
    scope: 'tasks',
    query: taskListQuery,
    responses: { 200: { description: 'A page.', schema: taskList } },
    problems: [],
  },
} as const satisfies Record<string, Operation>;
