import { type DeadLetter, type DeadLetterList, type DeadLetterQuery, defaultPage, problems } from '@millrace/contracts';
import { isTaskId } from '@millrace/runtime';
import type { DeadLetters, DeadTask } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import { pageOf } from '../paging/page-of.js';
import { readPlace, writePlace } from '../paging/place-cursor.js';
import type { RequireRoute } from '../read-queue/require-route.js';
import { renderTime } from '../read-task/render-time.js';

export interface ListDeadLettersOptions {
  readonly deadLetters: Pick<DeadLetters, 'list'>;
  readonly requireRoute: RequireRoute;
}

/** `GET /v1/queues/{route}/dead-letters`: newest first, of all tenants. */
export const createListDeadLetters =
  ({ deadLetters, requireRoute }: ListDeadLettersOptions): RunOperation =>
  async (call) => {
    const { slug } = requireRoute(call);
    const { limit = defaultPage, cursor, code } = call.query as DeadLetterQuery;
    const page = await deadLetters.list({ route: slug, limit, after: readPlace(cursor, isTaskId), code });
    const body: DeadLetterList = pageOf(page.tasks.map(renderDeadLetter), page.next && writePlace(page.next));
    return { status: 200, body };
  };

const renderDeadLetter = ({ taskId, tenant, code, message, endedAtMs, attempts, retriedAs }: DeadTask): DeadLetter => ({
  task_id: taskId,
  tenant,
  code,
  message: message || problems[code].cause,
  ended_at: renderTime(endedAtMs),
  attempts,
  ...(retriedAs !== undefined && { retried_as: retriedAs }),
});
