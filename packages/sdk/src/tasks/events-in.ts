import type { EventKind, TaskEvent } from '@millrace/contracts';
import { MillraceConnectionError } from '../errors/millrace-connection-error.js';
import type { Exchange } from '../http/open-exchange.js';
import { type Frame, readFrames } from './read-frames.js';

/** Kinds that later versions add are passed over. */
const kinds: Readonly<Record<EventKind, true>> = {
  state: true,
  delta: true,
  restart: true,
  usage: true,
  snapshot: true,
  result: true,
  error: true,
};

const eventOf = (frame: Frame): TaskEvent | undefined => {
  const kind = frame.get('event') ?? '';
  if (!Object.hasOwn(kinds, kind)) return undefined;
  return { seq: Number(frame.get('id')), kind, data: JSON.parse(frame.get('data') ?? '') } as TaskEvent;
};

/** The events of one answer. Throws a `MillraceConnectionError` if it stops before the last event of the task. */
export const eventsIn = async function* (exchange: Exchange, onFrame: () => void): AsyncGenerator<TaskEvent, void, undefined> {
  let retryAfterMs: number | undefined;
  try {
    for await (const frame of readFrames(exchange.bytes)) {
      onFrame();
      const retry = Number(frame.get('retry'));
      if (retry >= 0) retryAfterMs = retry;
      const event = eventOf(frame);
      if (event) yield event;
      if (event?.kind === 'result' || event?.kind === 'error') return;
    }
  } finally {
    exchange.close();
  }
  throw new MillraceConnectionError({ message: 'the stream ended before the task did', retryAfterMs });
};
