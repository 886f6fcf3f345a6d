import { isJsonObject } from './json-object.js';

/** A question is refused for its length with one of these; a server in trouble may use the same words for something else. */
const refusals = new Set([400, 413, 422]);

const codes = new Set(['context_length_exceeded', 'string_above_max_length', 'exceed_context_size_error', 'context_window_exceeded']);

/** How providers say it who have no code for it. */
const wordings = [
  // OpenAI, Azure, vLLM, DeepSeek, Mistral, OpenRouter, xAI
  /maximum (?:context|prompt|model) length/i,
  /context length is only/i,
  // OpenAI's newer models, and llama.cpp
  /exceeds? the (?:available )?context (?:size|window|length)/i,
  /input tokens exceed the configured limit/i,
  // Anthropic, Fireworks, Bedrock, Ollama
  /(?:prompt|input) is too long/i,
  /prompt too long/i,
  /exceed(?:s|ed)? (?:the )?(?:max(?:imum)? )?context (?:limit|length|window)/i,
  // Gemini
  /token count .{0,60}exceeds the maximum number of (?:input )?tokens/i,
  // vLLM
  /too long to fit into the model/i,
  // text-generation-inference, Together
  /`inputs` (?:tokens \+ `max_new_tokens` must be|must have less than)/,
  // LM Studio
  /greater than the context length/i,
];

/** The wording stands at the beginning; what follows may be the prompt. */
const mostRead = 1_000;

/** Whether an error says that question and answer do not fit into the model's context. The provider's words are only looked at, never kept. */
export const isContextExceeded = (status: number | undefined, error: unknown): boolean => {
  if (status !== undefined && !refusals.has(status)) return false;
  if (!isJsonObject(error)) return typeof error === 'string' && saysSo(error);
  const { code, type, message } = error;
  if ([code, type].some((word) => typeof word === 'string' && codes.has(word))) return true;
  return typeof message === 'string' && saysSo(message);
};

const saysSo = (message: string): boolean => {
  const read = message.slice(0, mostRead);
  return wordings.some((wording) => wording.test(read));
};
