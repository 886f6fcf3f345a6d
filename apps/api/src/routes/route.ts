import type { Operation } from '@millrace/contracts';
import type { RequestHandler } from 'express';

/** An operation and what serves it. */
export interface Route {
  readonly operation: Operation;
  readonly serve: RequestHandler;
}
