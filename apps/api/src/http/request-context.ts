import type { Response } from 'express';
import type { Caller } from '../keys/caller.js';
import type { Standing } from '../limits/standing.js';

/** What is known of a request while it is served; filled in as it passes the stations. */
export interface RequestContext {
  readonly requestId: string;
  /** By `performance.now()`, in milliseconds. */
  readonly startedAtMs: number;
  /** Whether it came over https, as far as trusted proxies say. */
  readonly secure: boolean;
  /** Where it came from, as far as trusted proxies say. */
  readonly address: string | undefined;
  /** The pattern of the operation, never the URL. */
  route: string;
  caller: Caller | undefined;
  taskId: string | undefined;
  /** The limits this request was counted against, for the RateLimit fields of its answer. */
  readonly standings: Standing[];
  /** Fires when this instance is being stopped. */
  readonly stopping: AbortSignal;
}

export const contextOf = (response: Response): RequestContext => response.locals.context as RequestContext;
