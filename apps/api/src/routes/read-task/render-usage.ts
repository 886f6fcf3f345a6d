import type { TokenUsage } from '@millrace/contracts';

/** Usage as the owner of a task sees it. */
export const renderUsage = (usage: TokenUsage) => ({
  input_tokens: usage.inputTokens,
  output_tokens: usage.outputTokens,
  total_tokens: usage.totalTokens,
  ...(usage.cachedInputTokens !== undefined && { cached_input_tokens: usage.cachedInputTokens }),
  ...(usage.reasoningTokens !== undefined && { reasoning_tokens: usage.reasoningTokens }),
});
