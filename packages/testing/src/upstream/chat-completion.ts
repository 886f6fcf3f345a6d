export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

export interface Completion {
  readonly text: string;
  readonly model?: string;
  /** Default `stop`. */
  readonly finishReason?: string;
  /** Default 3 prompt and 2 completion tokens; `null` leaves it out. */
  readonly usage?: Usage | null;
}

const someUsage: Usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };

/** An answer in OpenAI's shape for a call without `stream`: https://platform.openai.com/docs/api-reference/chat/object */
export const completionBody = ({ text, model = 'test-model', finishReason = 'stop', usage = someUsage }: Completion): object => ({
  id: 'chatcmpl-test',
  object: 'chat.completion',
  created: 1,
  model,
  choices: [{ index: 0, message: { role: 'assistant', content: text, refusal: null }, logprobs: null, finish_reason: finishReason }],
  ...(usage && { usage }),
});

const chunk = (model: string, choices: readonly object[], more: object = {}): object => ({
  id: 'chatcmpl-test',
  object: 'chat.completion.chunk',
  created: 1,
  model,
  choices,
  ...more,
});

/** One piece of text of a streamed answer: https://platform.openai.com/docs/api-reference/chat-streaming */
export const deltaChunk = (text: string, model = 'test-model'): object =>
  chunk(model, [{ index: 0, delta: { role: 'assistant', content: text }, logprobs: null, finish_reason: null }]);

/** What a streamed answer ends with, `[DONE]` aside: the finish reason, then the usage. */
export const lastChunks = ({ model = 'test-model', finishReason = 'stop', usage = someUsage }: Omit<Completion, 'text'> = {}): object[] => [
  chunk(model, [{ index: 0, delta: {}, logprobs: null, finish_reason: finishReason }]),
  ...(usage ? [chunk(model, [], { usage })] : []),
];
