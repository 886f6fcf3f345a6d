import type { TokenUsage } from '@millrace/contracts';
import { estimateInputTokens, estimateTokens } from '@millrace/runtime';
import type { AnswerSoFar } from './accumulate.js';
import { isJsonObject } from './json-object.js';
import type { LlmRequest } from './llm-request.js';

/** What a call probably used whose provider did not say: the question, and what there is of the answer, thoughts and tool calls included. */
export const estimateUsage = (request: LlmRequest, answer: AnswerSoFar): TokenUsage => {
  const { role, ...written } = answer.message();
  const inputTokens = estimateInputTokens(request);
  const outputTokens = estimateTokens(textIn(written));
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
};

const textIn = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textIn).join('');
  return isJsonObject(value) ? Object.values(value).map(textIn).join('') : '';
};
