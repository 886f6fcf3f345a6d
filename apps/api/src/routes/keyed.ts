import { serveOperation } from '../http/serve-operation.js';
import type { Route } from './route.js';

/** An operation under keys, with what it does. */
export const keyed = <Body>(...[operation, run, gate]: Parameters<typeof serveOperation<Body>>): Route => ({
  operation,
  serve: serveOperation(operation, run, gate),
});
