import type OpenAI from 'openai';
import type { Ask } from './run-caller.js';

/** Asks as the openai SDK's documentation shows for streams. */
export const askSdk =
  (openai: OpenAI): Ask =>
  async (content) => {
    const stream = await openai.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content }],
      max_tokens: 1_000,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    return text;
  };
