import type { LlmOutcome } from '@millrace/llm';
import type { KeptAnswer } from '@millrace/tasks';
import { toTaskResult } from './to-task-result.js';

/** What of a deployment's call can be given to others: its answer, if it has one. */
export const keptAnswerOf =
  (deployment: string) =>
  (outcome: LlmOutcome): KeptAnswer | undefined =>
    outcome.kind === 'succeeded' ? { result: toTaskResult(outcome, deployment), usage: outcome.usage } : undefined;
