import type { RequestHandler } from 'express';
import { contextOf } from '../http/request-context.js';
import { addressBucket } from '../limits/address-bucket.js';
import type { Limiter } from '../limits/leased-limiter.js';
import { rateLimited } from '../limits/rate-limited.js';
import type { ApiTelemetry } from '../telemetry.js';

export interface AddressLimitOptions {
  readonly limiter: Limiter;
  readonly telemetry: Pick<ApiTelemetry, 'refusedByLimit'>;
}

const probes = new Set(['/livez', '/readyz', '/healthz']);

/** Counts every request of an address, before anything costly is done for it; health checks are never refused. */
export const createAddressLimit =
  ({ limiter, telemetry }: AddressLimitOptions): RequestHandler =>
  async (request, response, next) => {
    if (!probes.has(request.path)) {
      const verdict = await limiter.take(addressBucket(contextOf(response).address));
      if (verdict.kind === 'refused') {
        contextOf(response).standings.push(verdict.standing);
        telemetry.refusedByLimit('address');
        throw rateLimited(verdict.standing, verdict.retryAfterMs, 'this address');
      }
    }
    next();
  };
