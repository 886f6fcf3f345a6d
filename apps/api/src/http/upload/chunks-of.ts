import type { IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { HttpProblem } from '../http-problem.js';
import { longUploads } from './long-uploads.js';

export interface ChunksOfOptions {
  readonly request: IncomingMessage;
  /** Ends the reading. */
  readonly signal: AbortSignal;
  /** The longest pause between two pieces, while they are waited for. */
  readonly silenceMs: number;
}

type News = 'something' | 'silence';

/**
 * The body of a request piece by piece, read only as fast as it is asked for, for as long as it takes. Throws `request_timeout` after
 * too long a silence, `invalid_request` when the caller goes away in the middle, and the reason of the signal.
 */
export async function* chunksOf({ request, signal, silenceMs }: ChunksOfOptions): AsyncGenerator<Buffer> {
  longUploads.begin(request);
  try {
    for (;;) {
      signal.throwIfAborted();
      const chunk: Buffer | null = request.read();
      if (chunk) {
        yield chunk;
        // However much has arrived already, others have their turn in between.
        await setImmediate();
        continue;
      }
      if (request.readableEnded) return;
      if (request.destroyed) throw new HttpProblem('invalid_request', { detail: 'The request broke off before its body was complete.' });
      if ((await nextNews(request, signal, silenceMs)) === 'silence') {
        throw new HttpProblem('request_timeout', { detail: `Nothing more of the upload arrived for ${silenceMs / 1000} s.` });
      }
    }
  } finally {
    longUploads.end(request);
  }
}

const nextNews = (request: IncomingMessage, signal: AbortSignal, silenceMs: number): Promise<News> =>
  new Promise((resolve) => {
    const tell = (news: News) => (): void => {
      clearTimeout(timer);
      for (const event of events) request.off(event, onEvent);
      signal.removeEventListener('abort', onEvent);
      resolve(news);
    };
    const onEvent = tell('something');
    const timer = setTimeout(tell('silence'), silenceMs);
    for (const event of events) request.once(event, onEvent);
    signal.addEventListener('abort', onEvent, { once: true });
  });

const events = ['readable', 'end', 'close', 'error'] as const;
