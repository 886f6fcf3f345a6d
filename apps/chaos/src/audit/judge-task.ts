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

export interface Wrong {
  /** `result`: it is another's or changed; `end`: it ended as it should not; `account`: its attempts and the calls of the model do not agree. */
  readonly kind: 'result' | 'end' | 'account';
  readonly words: string;
}

/** How a task may end, by what the model does and its caller did. `failed` for faults of the network that lasted through all attempts, or workers that kept dying. */
const mayEnd = ({ conduct, manner }: Promised): readonly string[] => {
  if (conduct === 'refuse') return ['failed'];
  if (manner === 'expire') return ['expired', 'failed'];
  if (manner === 'cancel') return ['cancelled', 'succeeded', 'failed'];
  return ['succeeded', 'failed'];
};

/** What an attempt may fail with although the model answers: faults of the network, and workers that died. */
const honest = new Set(['upstream_unreachable', 'upstream_timeout', 'upstream_stream_broken', 'worker_lost']);

const wrongEnd = ({ promise, task }: JudgedTask): string[] => {
  const { status, error, attempt_history: history = [] } = task;
  const wrong: string[] = [];
  const mayFailWith = (code = ''): boolean => honest.has(code) || (promise.conduct === 'refuse' && code === 'upstream_rejected');
  if (!mayEnd(promise).includes(status)) wrong.push(`ended ${status}`);
  if ((status === 'failed' || promise.conduct === 'refuse') && !mayFailWith(error?.code)) wrong.push(`failed with ${error?.code}`);
  for (const { outcome, code } of history)
    if (outcome === 'failed' && !mayFailWith(code)) wrong.push(`an attempt of it failed with ${code}`);
  return wrong;
};

const wrongResult = ({ promise, task: { status, result }, answer }: JudgedTask): string[] => {
  const wrong: string[] = [];
  if (status === 'succeeded' && result?.text !== answer) wrong.push(`has the answer of another: ${result?.text}`);
  if (promise.seen !== undefined && promise.seen !== result?.text) wrong.push('shows another result than the one it was answered with');
  return wrong;
};

const wrongAccount = ({ task: { status, attempts, lost_attempts: lost }, calls }: JudgedTask): string[] => {
  const wrong: string[] = [];
  // Each attempt makes one call at most, and one that was lost may have died before it.
  if (calls > attempts) wrong.push(`the model was asked ${calls} times in ${attempts} attempts`);
  if (status === 'succeeded' && calls < 1) wrong.push('succeeded without a call');
  if (lost > attempts) wrong.push(`lost ${lost} of ${attempts} attempts`);
  return wrong;
};

/** What is wrong with the end of a task. */
export const judgeTask = (judged: JudgedTask): Wrong[] => [
  ...wrongEnd(judged).map((words) => ({ kind: 'end', words }) as const),
  ...wrongResult(judged).map((words) => ({ kind: 'result', words }) as const),
  ...wrongAccount(judged).map((words) => ({ kind: 'account', words }) as const),
];
