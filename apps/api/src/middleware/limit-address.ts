import type { IncomingMessage } from 'node:http';
import type { RequestContext } from '../http/request-context.js';
import { addressBucket } from '../limits/address-bucket.js';
import type { Limiter } from '../limits/leased-limiter.js';
import { rateLimited } from '../limits/rate-limited.js';
import type { ApiTelemetry } from '../telemetry.js';

export interface LimitAddressOptions {
  readonly limiter: Limiter;
  readonly telemetry: Pick<ApiTelemetry, 'refusedByLimit'>;
}

export type LimitAddress = (request: IncomingMessage, context: RequestContext) => Promise<void>;

const probe = /^\/(?:livez|readyz|healthz)\/?(?:\?|$)/;

/** Counts every request of an address, before anything costly is done for it; health checks are never refused. */
export const createLimitAddress =
  ({ limiter, telemetry }: LimitAddressOptions): LimitAddress =>
  async ({ url = '' }, { address, standings }) => {
    if (probe.test(url)) return;
    const verdict = await limiter.take(addressBucket(address));
    if (verdict.kind === 'allowed') return;
    standings.push(verdict.standing);
    telemetry.refusedByLimit('address');
    throw rateLimited(verdict.standing, verdict.retryAfterMs, 'this address');
  };
