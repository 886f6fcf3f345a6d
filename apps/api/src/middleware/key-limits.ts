import type { Operation } from '@millrace/contracts';
import type { RequestContext } from '../http/request-context.js';
import type { Caller } from '../keys/caller.js';
import type { Limiter } from '../limits/leased-limiter.js';
import { rateLimited } from '../limits/rate-limited.js';
import type { ApiTelemetry, LimitName } from '../telemetry.js';

export interface KeyLimitsOptions {
  /** For everything that only reads; submissions are counted where they are stored. */
  readonly reads: Limiter;
  /** For reads of keys that have a limit of their own. */
  readonly readsPerMinute: (limit: number) => Limiter;
  /** The limiter the operator set for this operation, if any. */
  readonly ofOperation: (operation: Operation) => Limiter | undefined;
  readonly telemetry: Pick<ApiTelemetry, 'refusedByLimit'>;
}

export type CheckKeyLimits = (context: RequestContext, caller: Pick<Caller, 'keyId' | 'limits'>) => Promise<void>;
export type KeyLimits = (operation: Operation) => CheckKeyLimits;

/** Counts a request against the policies of its key: reads, and the operation's own. */
export const createKeyLimits =
  ({ reads, readsPerMinute, ofOperation, telemetry }: KeyLimitsOptions): KeyLimits =>
  (operation) => {
    const own = ofOperation(operation);
    const counted = (ownReads: number | undefined): readonly (readonly [LimitName, Limiter])[] => [
      ...(operation.method === 'get' ? [['reads', ownReads === undefined ? reads : readsPerMinute(ownReads)] as const] : []),
      ...(own ? [['route', own] as const] : []),
    ];
    const common = counted(undefined);
    return async ({ standings }, { keyId, limits }) => {
      for (const [name, limiter] of limits?.readsPerMinute === undefined ? common : counted(limits.readsPerMinute)) {
        const verdict = await limiter.take(keyId);
        standings.push(verdict.standing);
        if (verdict.kind === 'allowed') continue;
        telemetry.refusedByLimit(name);
        throw rateLimited(verdict.standing, verdict.retryAfterMs, 'this key');
      }
    };
  };
