import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Usage } from '../upstream/chat-completion.js';
import { createReply } from '../upstream/upstream-reply.js';

export interface AnswerToWrite {
  readonly response: ServerResponse;
  readonly text: string;
  readonly model: string;
  readonly usage: Usage;
  readonly streamed: boolean;
  readonly wantsUsage: boolean;
  readonly headers: OutgoingHttpHeaders;
  readonly paceMs: number;
  /** Called before the end is written, since the caller may be back before a connection is known to be done with it. */
  readonly onEnd: () => void;
  /** Breaks off in the middle. */
  readonly cut: boolean;
}

const pieceCount = 4;

const piecesOf = (text: string): string[] => {
  const length = Math.max(1, Math.ceil(text.length / pieceCount));
  return Array.from({ length: pieceCount }, (_, n) => text.slice(n * length, (n + 1) * length)).filter((piece) => piece !== '');
};

/** Writes a right answer, or the first half of one. */
export const writeAnswer = async (answer: AnswerToWrite): Promise<void> => {
  const { response, text, model, usage, streamed, wantsUsage, headers, paceMs, cut, onEnd } = answer;
  const reply = createReply(response);
  if (!streamed && cut) return reply.cut();
  if (!streamed) {
    onEnd();
    return reply.complete({ text, model, usage }, headers);
  }
  reply.openStream(headers);
  for (const [n, piece] of piecesOf(text).entries()) {
    if (n > 0 && paceMs > 0) await pause(paceMs);
    // What was written must leave before the reset, which throws away what is still buffered.
    if (cut && n > 1) return void setImmediate(() => reply.cut());
    if (response.destroyed) return;
    reply.delta(piece);
  }
  onEnd();
  reply.finish({ model, usage: wantsUsage ? usage : null });
};
