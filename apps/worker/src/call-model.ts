import type { Deployment } from '@millrace/config';
import type { LlmClient, LlmOutcome, OnDelta } from '@millrace/llm';
import type { OpenTask } from '@millrace/tasks';

export interface CallModelOptions {
  readonly clientOf: (deployment: Deployment) => Pick<LlmClient, 'complete'>;
  /** Milliseconds from any fixed point; never goes back. */
  readonly monotonicMs: () => number;
  readonly onEnd: (task: OpenTask, outcome: LlmOutcome, durationMs: number, deployment: Deployment) => void;
}

/** Asks the model of a deployment what a task asks: one call, measured. */
export const createCallModel =
  ({ clientOf, monotonicMs, onEnd }: CallModelOptions) =>
  async (task: OpenTask, deployment: Deployment, signal: AbortSignal, onDelta: OnDelta): Promise<LlmOutcome> => {
    const startedMs = monotonicMs();
    const outcome = await clientOf(deployment).complete({ ...task.payload, model: task.model }, { signal, onDelta });
    onEnd(task, outcome, monotonicMs() - startedMs, deployment);
    return outcome;
  };
