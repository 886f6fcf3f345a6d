import type { Priority } from '@millrace/contracts';
import { estimateTokens } from '@millrace/runtime';
import type { SubmitRequest } from './submit-outcome.js';

/** The share of each class of priority beside the others. */
export type PriorityWeights = Readonly<Record<Priority, number>>;

/** What is charged stays so small that a route can hold a hundred thousand tasks of a tenant in order before BullMQ's priorities run out. */
const leastWeight = 0.05;

/** What `submit.lua` works out the share of a task from: class, weight, tokens in, most tokens out, whether its key's tasks in flight or its money are limited. */
export const shareArgument = (
  { priority = 'standard', keyLimits, payload }: Pick<SubmitRequest, 'priority' | 'keyLimits' | 'payload'>,
  questionText: string,
  weights: PriorityWeights,
): string => {
  const weight = Math.max(leastWeight, weights[priority] * (keyLimits?.weight ?? 1));
  const limited = keyLimits?.maxInFlight !== undefined || keyLimits?.budget !== undefined;
  return `${priority} ${weight} ${estimateTokens(questionText)} ${payload.maxTokens ?? 0} ${limited ? 1 : 0}`;
};
