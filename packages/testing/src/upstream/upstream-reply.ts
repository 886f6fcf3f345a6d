import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type Completion, completionBody, deltaChunk, lastChunks } from './chat-completion.js';

/** The upstream's side of one call. What is written after the caller has gone is dropped. */
export interface UpstreamReply {
  /** Sends a whole answer: an object as JSON, a string as it is. */
  send(status: number, body: object | string, headers?: OutgoingHttpHeaders): void;
  /** Sends a whole chat completion as JSON. */
  complete(completion: Completion, headers?: OutgoingHttpHeaders): void;
  /** Sends the status line and headers of a stream of server-sent events now. */
  openStream(headers?: OutgoingHttpHeaders): void;
  /** Sends one piece of text, opening the stream if need be. */
  delta(text: string): void;
  /** Sends bytes as they are: comments, broken events, half an event. */
  raw(bytes: string): void;
  /** Ends the stream as OpenAI does: finish reason, usage, `[DONE]`. */
  finish(completion?: Omit<Completion, 'text'>): void;
  /** Ends the stream without finish reason and `[DONE]`, the connection intact. */
  end(): void;
  /** Cuts the connection (TCP reset). */
  cut(): void;
}

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;

export const createReply = (response: ServerResponse): UpstreamReply => {
  const openStream = (headers: OutgoingHttpHeaders = {}): void => {
    if (response.headersSent) return;
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    response.flushHeaders();
  };
  const raw = (bytes: string): void => {
    openStream();
    response.write(bytes);
  };
  const send: UpstreamReply['send'] = (status, body, headers = {}) => {
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers });
    response.end(isText ? body : JSON.stringify(body));
  };
  return {
    send,
    complete: (completion, headers) => send(200, completionBody(completion), headers),
    openStream,
    delta: (text) => raw(event(deltaChunk(text))),
    raw,
    finish: (completion) => {
      for (const chunk of lastChunks(completion)) raw(event(chunk));
      raw('data: [DONE]\n\n');
      response.end();
    },
    end: () => void response.end(),
    cut: () => void response.socket?.resetAndDestroy(),
  };
};
