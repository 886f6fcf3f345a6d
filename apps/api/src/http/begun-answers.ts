import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Knows on which connections an answer is under way. */
export interface BegunAnswers {
  /** To be told of each response before it is answered. */
  watch(response: ServerResponse): void;
  /** Whether the head of an answer was sent and its end was not: nothing else may be written. */
  on(socket: Duplex): boolean;
  /** The answer that is yet to be given to a request that has come whole. */
  due(socket: Duplex): ServerResponse | undefined;
}

export const createBegunAnswers = (): BegunAnswers => {
  // Callers may send several requests before the first is answered.
  const unfinished = new WeakMap<Duplex, readonly ServerResponse[]>();
  const of = (socket: Duplex): readonly ServerResponse[] => (unfinished.get(socket) ?? []).filter((response) => !response.writableFinished);
  return {
    // By the socket of the request: a response that waits for its turn has none yet.
    watch: (response) => void unfinished.set(response.req.socket, [...of(response.req.socket), response]),
    due: (socket) => of(socket).find(({ req }) => req.complete),
    on: (socket) => of(socket).some((response) => response.headersSent),
  };
};
