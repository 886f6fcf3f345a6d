import { estimateTokens } from './estimate-tokens.js';

/** What a model is asked, in the shape of a chat completion. */
export interface Question {
  readonly messages: readonly object[];
  readonly tools?: readonly object[];
}

/** An image is seldom more, however many bytes it has; what it really was is told by the provider afterwards. */
const mostTokensOfAnAttachment = 1_000;

/** About how many tokens a provider will count for a question; at least 1. */
export const estimateInputTokens = ({ messages, tools }: Question): number =>
  Math.max(
    1,
    messages.reduce((tokens, message) => tokens + ofMessage(message), tools ? ofJson(tools) : 0),
  );

const ofMessage = (message: { readonly content?: unknown }): number => {
  const { content, ...rest } = message;
  if (typeof content === 'string' && !('tool_calls' in rest)) return estimateTokens(content);
  const parts = Array.isArray(content) ? content.reduce<number>((tokens, part) => tokens + ofPart(part), 0) : ofJson(content ?? '');
  return parts + ofJson(rest);
};

const ofPart = (part: unknown): number => {
  if (typeof part !== 'object' || part === null) return ofJson(part);
  if ('text' in part && typeof part.text === 'string') return estimateTokens(part.text);
  return Math.min(ofJson(part), mostTokensOfAnAttachment);
};

const ofJson = (value: unknown): number => estimateTokens(JSON.stringify(value) ?? '');
