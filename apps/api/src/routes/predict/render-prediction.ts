import type { Prediction } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { Answer } from '../../http/answer.js';
import { HttpProblem } from '../../http/http-problem.js';
import { renderFailure } from '../read-task/render-failure.js';
import { renderTime } from '../read-task/render-time.js';

const unexplained = { code: 'internal_error', message: 'The task ended without an answer and without a reason.' } as const;

/** What the provider asked to wait, counted from the end of the task, which is now. */
const retryAfter = ({ failure, endedAtMs = 0 }: StoredTask): { retryAfterSeconds?: number } =>
  failure?.retryAtMs === undefined ? {} : { retryAfterSeconds: Math.max(1, Math.ceil((failure.retryAtMs - endedAtMs) / 1000)) };

/** The answer of a task that has ended; throws the problem it failed with. */
export const renderPrediction = (ended: StoredTask): Answer => {
  const { id, state, result, failure = unexplained, attemptHistory, endedAtMs } = ended;
  if (state === 'succeeded' && result) {
    const { text, model, deployment } = result;
    const body: Prediction = { task_id: id, result: text, model, deployment };
    return { status: 200, body };
  }
  const endedAt = endedAtMs === undefined ? {} : { ended_at: renderTime(endedAtMs) };
  const task = { id, status: state, ...endedAt, error: renderFailure(failure, attemptHistory) };
  throw new HttpProblem(failure.code, { detail: failure.message, task, ...retryAfter(ended) });
};
