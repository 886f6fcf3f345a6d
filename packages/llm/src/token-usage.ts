import type { TokenUsage } from '@millrace/contracts';
import { isJsonObject, type JsonObject } from './json-object.js';

/** What a provider says it counted, as OpenAI writes it, or else Anthropic; null when it is missing or makes no sense. A zero stays a zero. */
export const tokenUsage = (reported: unknown): TokenUsage | null => {
  if (!isJsonObject(reported)) return null;
  const cachedInputTokens = cachedOf(reported);
  const inputTokens = count(reported.prompt_tokens) ?? inputOfAnthropic(reported);
  const written = count(reported.completion_tokens) ?? count(reported.output_tokens);
  if (inputTokens === undefined || written === undefined) return null;
  const reasoningTokens = detail(reported.completion_tokens_details, 'reasoning_tokens');
  const totalTokens = count(reported.total_tokens) ?? inputTokens + written;
  return {
    inputTokens,
    // Gemini and xAI leave what a model thought out of its answer's tokens and have it in the total; it is charged as output.
    outputTokens: Math.max(written, totalTokens - inputTokens),
    totalTokens,
    ...(cachedInputTokens !== undefined && { cachedInputTokens: Math.min(cachedInputTokens, inputTokens) }),
    ...(reasoningTokens !== undefined && { reasoningTokens }),
  };
};

/** OpenAI, DeepSeek, Anthropic. */
const cachedOf = (reported: JsonObject): number | undefined =>
  detail(reported.prompt_tokens_details, 'cached_tokens') ??
  count(reported.prompt_cache_hit_tokens) ??
  count(reported.cache_read_input_tokens);

/** Anthropic's own `input_tokens` are those that neither came from a cache nor went into one. */
const inputOfAnthropic = (reported: JsonObject): number | undefined => {
  const fresh = count(reported.input_tokens);
  if (fresh === undefined) return undefined;
  return fresh + (count(reported.cache_read_input_tokens) ?? 0) + (count(reported.cache_creation_input_tokens) ?? 0);
};

const count = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;

const detail = (details: unknown, name: string): number | undefined => (isJsonObject(details) ? count(details[name]) : undefined);
