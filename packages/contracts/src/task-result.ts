/** What is kept for the caller once a task has succeeded, and what an answer cache holds. */
export interface TaskResult {
  /** The assistant's text; empty when it only called tools. */
  readonly text: string;
  /** The whole assistant message as the provider formed it: content, tool calls, refusal, and what else it adds. */
  readonly message: Readonly<Record<string, unknown>>;
  readonly finishReason: string;
  /** The model's name as the provider gave it. */
  readonly model: string;
  /** Which deployment answered. */
  readonly deployment: string;
}

/** What had come of an answer when its task ended without success. It was paid for. */
export interface PartialResult {
  readonly text: string;
}

/** Tokens as the provider counted them; a missing count is absent, never zero. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  readonly cachedInputTokens?: number;
  readonly reasoningTokens?: number;
}
