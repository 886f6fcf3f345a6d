import type { Prediction } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { Answer } from '../../http/answer.js';
import { HttpProblem } from '../../http/http-problem.js';

/** The answer of a task that has ended; throws the problem it failed with. */
export const renderPrediction = (task: StoredTask): Answer => {
  if (task.state === 'succeeded' && task.result) {
    const { text, model, deployment } = task.result;
    const body: Prediction = { task_id: task.id, result: text, model, deployment };
    return { status: 200, body };
  }
  const { code, message } = task.failure ?? {
    code: 'internal_error' as const,
    message: 'The task ended without an answer and without a reason.',
  };
  const endedAt = task.endedAtMs === undefined ? {} : { ended_at: new Date(task.endedAtMs).toISOString() };
  throw new HttpProblem(code, { detail: message, task: { id: task.id, status: task.state, ...endedAt } });
};
