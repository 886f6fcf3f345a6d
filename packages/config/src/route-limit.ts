import type { Policy } from './policy.js';

/** A policy for one operation, counted per key: `POST /predict=5/minute`. */
export interface RouteLimit {
  readonly method: string;
  readonly path: string;
  readonly policy: Policy;
}
