import type { OutgoingHttpHeaders } from 'node:http';
import type { Completion } from './chat-completion.js';
import type { UpstreamCall } from './upstream-call.js';
import type { UpstreamReply } from './upstream-reply.js';

/** What the upstream does with one call. It may wait for whatever it likes before and between its writes. */
export type UpstreamScript = (reply: UpstreamReply, call: UpstreamCall) => void | Promise<void>;

export interface AnswerOptions extends Omit<Completion, 'text'> {
  readonly headers?: OutgoingHttpHeaders;
  /** Waited for before the first byte. */
  readonly after?: Promise<unknown>;
}

/** Answers with the text: whole, or word by word when the call asks for a stream. */
export const answer =
  (text: string, { headers, after, ...completion }: AnswerOptions = {}): UpstreamScript =>
  async (reply, call) => {
    await after;
    if (call.body.stream !== true) return reply.complete({ text, ...completion }, headers);
    reply.openStream(headers);
    for (const word of text.split(/(?<= )/)) reply.delta(word);
    reply.finish(completion);
  };

/** Refuses with a status and an error in OpenAI's shape. */
export const refuse =
  (
    status: number,
    { headers, message = 'refused by the test', code }: { headers?: OutgoingHttpHeaders; message?: string; code?: string } = {},
  ): UpstreamScript =>
  (reply) =>
    reply.send(status, { error: { message, type: 'test_error', param: null, code: code ?? null } }, headers);

/** Takes the call and never answers. */
export const hang = (): UpstreamScript => () => {};

/** Cuts the connection, after some text of a stream if given. */
export const cut =
  (...deltas: readonly string[]): UpstreamScript =>
  (reply) => {
    for (const text of deltas) reply.delta(text);
    // Whatever was written must leave before the reset, which throws away what is still buffered.
    setImmediate(() => reply.cut());
  };
