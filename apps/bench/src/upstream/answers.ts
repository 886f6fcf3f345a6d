/** What the upstream says to everything, streamed or not. */
export const answerText = 'A mill race is the channel that leads water to the mill wheel and away again.';

const identity = { id: 'chatcmpl-bench', created: 1_700_000_000, model: 'gpt-4o-mini' };
const usage = { prompt_tokens: 400, completion_tokens: 16, total_tokens: 416 };

/** The answer in one document. */
export const wholeAnswer = Buffer.from(
  JSON.stringify({
    ...identity,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: answerText, refusal: null }, logprobs: null, finish_reason: 'stop' }],
    usage,
  }),
);

const event = (choices: readonly object[], more: object = {}): string =>
  `data: ${JSON.stringify({ ...identity, object: 'chat.completion.chunk', choices, ...more })}\n\n`;

const delta = (content: object, finishReason: string | null = null): string =>
  event([{ index: 0, delta: content, logprobs: null, finish_reason: finishReason }]);

// A piece for each word, since providers send one for each token; a single piece would flatter whoever streams.
const pieces = answerText.split(/(?= )/).map((content) => delta({ content }));

/** The same answer as the events of a stream, with the usage at its end. */
export const streamedPieces: readonly string[] = [...pieces, [delta({}, 'stop'), event([], { usage }), 'data: [DONE]\n\n'].join('')];
export const streamHead = delta({ role: 'assistant', content: '' });
export const streamedAnswer = Buffer.from([streamHead, ...streamedPieces].join(''));
