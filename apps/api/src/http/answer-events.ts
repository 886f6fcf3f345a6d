import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ToldEvent } from '@millrace/tasks';
import { commonHeaders, type EventsAnswer } from './answer.js';
import type { Heartbeats } from './heartbeats.js';
import { contextOf } from './request-context.js';

export interface AnswerEventsOptions {
  readonly heartbeats: Heartbeats;
  /** Fires when this instance is being stopped. */
  readonly stopping: AbortSignal;
}

export type AnswerEvents = (request: IncomingMessage, response: ServerResponse, answer: EventsAnswer) => Promise<void>;

const comment = ':\n\n';
/** Whoever comes back after so many milliseconds finds another instance. */
const comeBack = 'retry: 1000\n\n';

const frames = new WeakMap<ToldEvent, Buffer>();

/** Readers of one task share its events, and so the bytes of them, however many are to be sent yet. */
const frameOf = (event: ToldEvent): Buffer => {
  const known = frames.get(event);
  if (known) return known;
  const frame = Buffer.from(`id: ${event.seq}\nevent: ${event.kind}\ndata: ${event.json}\n\n`);
  frames.set(event, frame);
  return frame;
};

/** Sends events as they come, no faster than they are taken, until there are no more or this instance stops (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export const createAnswerEvents =
  ({ heartbeats, stopping }: AnswerEventsOptions): AnswerEvents =>
  async (request, response, { status, headers, events }) => {
    // The key is watched from the first event asked for.
    const signals = () => [stopping, contextOf(response).keyRefused].filter((signal) => signal !== undefined);
    response.writeHead(status, {
      ...commonHeaders(response),
      'content-type': 'text/event-stream; charset=utf-8',
      // nginx would collect them.
      'x-accel-buffering': 'no',
      ...headers,
    });
    if (request.method === 'HEAD') return void response.end();
    response.flushHeaders();
    const leave = heartbeats.join(() => response.writableNeedDrain || response.write(comment));
    try {
      for await (const event of events) {
        if (response.destroyed) return;
        if (!response.write(frameOf(event))) await drained(response, signals());
      }
      end(response, stopping, signals());
    } finally {
      leave();
    }
  };

const end = (response: ServerResponse, stopping: AbortSignal, signals: readonly AbortSignal[]): void => {
  // Neither a stop nor the end of a key waits for who takes nothing: what a stop cuts off is told elsewhere.
  if (signals.some(({ aborted }) => aborted) && response.writableNeedDrain) response.destroy();
  else response.end(stopping.aborted ? comeBack : undefined);
};

/** Resolves once the caller has taken what was written, has left, or need not be waited for. */
const drained = (response: ServerResponse, signals: readonly AbortSignal[]): Promise<void> =>
  new Promise((resolve) => {
    const over = (): void => {
      response.off('drain', over).off('close', over);
      for (const signal of signals) signal.removeEventListener('abort', over);
      resolve();
    };
    if (response.destroyed || signals.some(({ aborted }) => aborted)) return resolve();
    response.once('drain', over).once('close', over);
    for (const signal of signals) signal.addEventListener('abort', over, { once: true });
  });
