import type { Operation } from '@millrace/contracts';
import type { RequestContext } from '../http/request-context.js';
import type { Limiter } from '../limits/leased-limiter.js';
import { rateLimited } from '../limits/rate-limited.js';
import type { ApiTelemetry, LimitName } from '../telemetry.js';

export interface KeyLimitsOptions {
  /** For everything that only reads; submissions are counted where they are stored. */
  readonly reads: Limiter;
  /** The limiter the operator set for this operation, if any. */
  readonly ofOperation: (operation: Operation) => Limiter | undefined;
  readonly telemetry: Pick<ApiTelemetry, 'refusedByLimit'>;
}

export type CheckKeyLimits = (context: RequestContext, keyId: string) => Promise<void>;
export type KeyLimits = (operation: Operation) => CheckKeyLimits;

/** Counts a request against the policies of its key: reads, and the operation's own. */
export const createKeyLimits =
  ({ reads, ofOperation, telemetry }: KeyLimitsOptions): KeyLimits =>
  (operation) => {
    const own = ofOperation(operation);
    const counted: readonly (readonly [LimitName, Limiter])[] = [
      ...(operation.method === 'get' ? [['reads', reads] as const] : []),
      ...(own ? [['route', own] as const] : []),
    ];
    return async ({ standings }, keyId) => {
      for (const [name, limiter] of counted) {
        const verdict = await limiter.take(keyId);
        standings.push(verdict.standing);
        if (verdict.kind === 'allowed') continue;
        telemetry.refusedByLimit(name);
        throw rateLimited(verdict.standing, verdict.retryAfterMs, 'this key');
      }
    };
  };
