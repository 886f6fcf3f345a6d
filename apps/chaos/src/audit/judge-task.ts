import type { TaskView } from '@millrace/testing';
import type { Promised } from '../load/promise.js';

export interface JudgedTask {
  readonly promise: Promised;
  readonly task: TaskView;
  /** How often the model was asked. */
  readonly calls: number;
  /** What the model says to its prompt. */
  readonly answer: string;
}

/** How a task may end, by what the model does and its caller did. `failed` for faults of the network that lasted through all attempts, or workers that kept dying. */
const mayEnd = ({ conduct, manner }: Promised): readonly string[] => {
  if (conduct === 'refuse') return ['failed'];
  if (manner === 'expire') return ['expired', 'failed'];
  if (manner === 'cancel') return ['cancelled', 'succeeded', 'failed'];
  return ['succeeded', 'failed'];
};

/** A task that failed although the model answers must say so with one of these, after all its attempts. */
const honest = new Set(['upstream_unreachable', 'upstream_timeout', 'upstream_stream_broken', 'worker_lost']);

/** What is wrong with the end of a task. */
export const judgeTask = ({ promise, task, calls, answer }: JudgedTask): string[] => {
  const wrong: string[] = [];
  const { status, result, error, lost_attempts: lost, attempts } = task;
  if (!mayEnd(promise).includes(status)) wrong.push(`ended ${status}`);
  if (status === 'succeeded' && result?.text !== answer) wrong.push(`has the answer of another: ${result?.text}`);
  if (promise.seen !== undefined && promise.seen !== result?.text) wrong.push('shows another result than the one it was answered with');
  if (status === 'failed' && promise.conduct !== 'refuse' && !honest.has(error?.code ?? '')) wrong.push(`failed with ${error?.code}`);
  if (promise.conduct === 'refuse' && error?.code !== 'upstream_rejected' && !honest.has(error?.code ?? ''))
    wrong.push(`failed with ${error?.code}`);
  // Each attempt makes one call at most, and one that was lost may have died before it.
  if (calls > attempts) wrong.push(`the model was asked ${calls} times in ${attempts} attempts`);
  if (status === 'succeeded' && calls < 1) wrong.push('succeeded without a call');
  if (lost > attempts) wrong.push(`lost ${lost} of ${attempts} attempts`);
  return wrong;
};
