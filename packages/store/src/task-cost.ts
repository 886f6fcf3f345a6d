import { isFinal, type TaskState } from '@millrace/contracts';
import type { TaskCost } from './stored-task.js';

type Fields = Readonly<Record<string, string>>;

/**
 * What a task cost, of its record and of what `close-call.lua` keeps beside it. Nothing counts as free but what has a price of nothing, and
 * a task that ended without a call that used anything.
 */
export const taskCost = ({ state }: Fields, { cost, estimated = '0', unpriced = '0' }: Fields): TaskCost | undefined => {
  const partly = Number(unpriced) > 0;
  if (cost === undefined) return !partly && isFinal(state as TaskState) ? { nano: 0 } : undefined;
  return { nano: Number(cost), ...(Number(estimated) > 0 && { estimated: true }), ...(partly && { partial: true }) };
};
