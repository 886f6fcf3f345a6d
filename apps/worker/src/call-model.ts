import type { LlmClient, LlmOutcome, OnDelta } from '@millrace/llm';
import type { OpenTask } from '@millrace/tasks';

export interface CallModelOptions {
  readonly llm: Pick<LlmClient, 'complete'>;
  /** Milliseconds from any fixed point; never goes back. */
  readonly monotonicMs: () => number;
  readonly onEnd: (task: OpenTask, outcome: LlmOutcome, durationMs: number) => void;
}

/** Asks the model what a task asks: one call, measured. */
export const createCallModel =
  ({ llm, monotonicMs, onEnd }: CallModelOptions) =>
  async (task: OpenTask, signal: AbortSignal, onDelta: OnDelta): Promise<LlmOutcome> => {
    const startedMs = monotonicMs();
    const outcome = await llm.complete({ ...task.payload, model: task.model }, { signal, onDelta });
    onEnd(task, outcome, monotonicMs() - startedMs);
    return outcome;
  };
