import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Operation } from '@millrace/contracts';

/** Answers a request; what it throws or rejects with becomes a problem. */
export type ServeRoute = (
  request: IncomingMessage,
  response: ServerResponse,
  parameters: Readonly<Record<string, string>>,
) => Promise<void> | void;

/** An operation and what serves it. */
export interface Route {
  readonly operation: Operation;
  readonly serve: ServeRoute;
}
