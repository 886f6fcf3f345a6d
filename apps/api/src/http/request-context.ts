import type { ServerResponse } from 'node:http';
import type { TraceContext } from '@millrace/observability';
import type { Caller } from '../keys/caller.js';
import type { Standing } from '../limits/standing.js';

/** What is known of a request while it is served; filled in as it passes the stations. */
export interface RequestContext {
  readonly requestId: string;
  /** Its place in a trace; undefined where nothing is traced. */
  readonly trace: TraceContext | undefined;
  /** By `performance.now()`, in milliseconds. */
  readonly startedAtMs: number;
  /** Whether it came over https, as far as trusted proxies say. */
  readonly secure: boolean;
  /** Where it came from, as far as trusted proxies say. */
  readonly address: string | undefined;
  /** The pattern of the operation, never the URL. */
  route: string;
  caller: Caller | undefined;
  /** Fires when the key of a request that is held open is revoked or expires. */
  keyRefused: AbortSignal | undefined;
  taskId: string | undefined;
  /** Whether it was answered with a task that was submitted before. */
  replayed: boolean;
  /** The limits this request was counted against, for the RateLimit fields of its answer. */
  readonly standings: Standing[];
  /** Fires when this instance is being stopped. */
  readonly stopping: AbortSignal;
}

const kept = Symbol('context');
type WithContext = ServerResponse & { [kept]?: RequestContext };

export const keepContext = (response: WithContext, context: RequestContext): void => {
  response[kept] = context;
};

/** The context of the request that is answered with this response; it has one from the first moment on. */
export const contextOf = (response: WithContext): RequestContext => response[kept] as RequestContext;
