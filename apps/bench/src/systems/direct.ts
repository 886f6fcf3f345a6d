import { type Call, json } from './call.js';

/** A chat completion that asks for nothing but an answer. */
export const chatBody = (prompt: string): string => JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: prompt }] });

const streamedBody = (prompt: string): string =>
  JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: prompt }], stream: true });

/** The same question of a chat completion, asked for as a stream. */
export const streamed = (call: Call): Call => ({ ...call, body: streamedBody, stream: { begins: '"content":"A"', ends: '[DONE]' } });

/** The upstream itself, with nothing between: what the bench's own client and the loopback take. */
export const direct = (upstreamUrl: string): Call => {
  const { origin, pathname } = new URL(upstreamUrl);
  return { origin, path: `${pathname}/chat/completions`, headers: { ...json, authorization: 'Bearer sk-bench' }, body: chatBody };
};
