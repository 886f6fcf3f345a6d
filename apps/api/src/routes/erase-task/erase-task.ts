import type { EraseTask } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';
import type { RunOperation } from '../../http/operation-call.js';
import { renderTime } from '../read-task/render-time.js';
import { requireTaskId } from '../read-task/require-task-id.js';

/** `DELETE /v1/tasks/{id}`: erases what a task asked and what came of it, and says when that was done. */
export const createEraseTaskRoute =
  ({ eraseTask }: { readonly eraseTask: EraseTask }): RunOperation =>
  async (call) => {
    const id = requireTaskId(call);
    const outcome = await eraseTask({ tenant: call.caller.tenant, id });
    if (outcome.kind === 'unknown') throw new HttpProblem('unknown_task');
    return { status: 200, body: { id, status: outcome.state, erased: true, erased_at: renderTime(outcome.erasedAtMs) } };
  };
