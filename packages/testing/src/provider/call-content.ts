import type { IncomingHttpHeaders } from 'node:http';

/** What a chat completion asks for, as far as the provider cares. */
export interface CallContent {
  readonly model: string;
  readonly prompt: string;
  readonly streamed: boolean;
  readonly wantsUsage: boolean;
  /** Of all messages. */
  readonly bytes: number;
  readonly maxTokens: number | undefined;
}

interface ChatBody {
  readonly model?: string;
  readonly messages: readonly { readonly content: unknown }[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
}

const textOf = (content: unknown): string => (typeof content === 'string' ? content : JSON.stringify(content ?? ''));

/** Reads the body of a call; undefined when it is no chat completion. */
export const readContent = (body: string): CallContent | undefined => {
  try {
    const { model = '', messages, stream = false, stream_options, ...rest } = JSON.parse(body) as ChatBody;
    const texts = messages.map(({ content }) => textOf(content));
    return {
      model,
      prompt: texts.at(-1) ?? '',
      streamed: stream,
      wantsUsage: stream_options?.include_usage === true,
      bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
      maxTokens: rest.max_completion_tokens ?? rest.max_tokens,
    };
  } catch {
    return undefined;
  }
};

/** The secret a call came with; empty without one. */
export const keyOf = (headers: IncomingHttpHeaders): string => {
  const apiKey = headers['api-key'];
  return typeof apiKey === 'string' ? apiKey : (headers.authorization ?? '').replace(/^Bearer /, '');
};
