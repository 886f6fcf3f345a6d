import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Serves the requests of a connection one after another, however many are sent ahead. */
export interface Turns {
  /** Calls `serve` once those before it are answered; never when the connection has ended by then. */
  take(response: ServerResponse, serve: () => void): void;
}

/** Then a kept connection ends, so that callers spread over instances that were started since. */
const mostServed = 1_000;
/** More than can come in one piece and be answered yet: whoever sends so many ahead is not waiting for answers. */
const mostWaiting = 5_000;

interface Line {
  served: number;
  busy: boolean;
  readonly waiting: (() => void)[];
}

/**
 * Served at once, the hundreds of requests that fit into one piece of a connection would hold all their answers in memory until the first is
 * taken, and of the end of the connection only the first would hear.
 */
export const createTurns = (): Turns => {
  const lines = new WeakMap<Duplex, Line>();

  const lineOf = (socket: Duplex): Line => {
    const known = lines.get(socket);
    if (known) return known;
    const line = { served: 0, busy: false, waiting: [] };
    lines.set(socket, line);
    return line;
  };
  const next = (socket: Duplex, line: Line): void => {
    line.busy = false;
    if (socket.writable) line.waiting.shift()?.();
    else line.waiting.length = 0;
  };

  return {
    take: (response, serve) => {
      const { socket } = response.req;
      const line = lineOf(socket);
      const begin = (): void => {
        line.busy = true;
        line.served += 1;
        if (line.served === mostServed) response.setHeader('connection', 'close');
        response.once('close', () => next(socket, line));
        serve();
      };
      if (!line.busy) begin();
      else if (line.waiting.length < mostWaiting) line.waiting.push(begin);
      else socket.destroy();
    },
  };
};
