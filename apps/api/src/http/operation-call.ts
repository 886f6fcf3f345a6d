import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../keys/caller.js';
import type { Answer } from './answer.js';
import type { Query } from './read-query.js';
import type { RequestContext } from './request-context.js';

/** A request that has been let in and whose body has been checked. */
export interface OperationCall<Body = undefined> {
  readonly caller: Caller;
  readonly body: Body;
  readonly parameters: Readonly<Record<string, string>>;
  /** What the operation's schema made of the query. */
  readonly query: Query;
  readonly headers: IncomingHttpHeaders;
  readonly context: RequestContext;
  /**
   * A signal that fires when the caller leaves, its key is revoked or expires (`context.keyRefused`), or this instance is being stopped, for
   * what takes long.
   */
  readonly untilNobodyWaits: () => AbortSignal;
  /** Has something done once the request is over, answered or not. */
  readonly whenOver: (done: () => void) => void;
}

/** What an operation does with a call. Refusals are thrown as `HttpProblem`. */
export type RunOperation<Body = undefined> = (call: OperationCall<Body>) => Promise<Answer> | Answer;
