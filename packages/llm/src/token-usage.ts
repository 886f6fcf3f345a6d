import type { TokenUsage } from '@millrace/contracts';
import { isJsonObject } from './json-object.js';

/** What a provider says it counted, as OpenAI writes it; null when it is missing or makes no sense. A zero stays a zero. */
export const tokenUsage = (reported: unknown): TokenUsage | null => {
  if (!isJsonObject(reported)) return null;
  const inputTokens = count(reported.prompt_tokens);
  const outputTokens = count(reported.completion_tokens);
  if (inputTokens === undefined || outputTokens === undefined) return null;
  const cachedInputTokens = detail(reported.prompt_tokens_details, 'cached_tokens') ?? count(reported.prompt_cache_hit_tokens);
  const reasoningTokens = detail(reported.completion_tokens_details, 'reasoning_tokens');
  return {
    inputTokens,
    outputTokens,
    totalTokens: count(reported.total_tokens) ?? inputTokens + outputTokens,
    ...(cachedInputTokens !== undefined && { cachedInputTokens }),
    ...(reasoningTokens !== undefined && { reasoningTokens }),
  };
};

const count = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;

const detail = (details: unknown, name: string): number | undefined => (isJsonObject(details) ? count(details[name]) : undefined);
