import type { IncomingMessage } from 'node:http';
import type { Access } from '@millrace/contracts';
import { HttpProblem } from '../http/http-problem.js';
import type { RequestContext } from '../http/request-context.js';
import type { Caller } from '../keys/caller.js';
import { presentedKey } from '../keys/presented-key.js';
import type { FindKey } from '../keys/stored-keys.js';
import { addressBucket } from '../limits/address-bucket.js';
import type { Limiter } from '../limits/leased-limiter.js';
import type { ApiTelemetry } from '../telemetry.js';

export interface AuthenticateOptions {
  /** Keys of the environment; needs no Redis. */
  readonly environmentKey: (presented: string) => Caller | undefined;
  readonly storedKey: FindKey;
  /** Counts wrong keys per address. */
  readonly failures: Limiter;
  readonly telemetry: Pick<ApiTelemetry, 'refusedByLimit'>;
}

export type Authenticate = (request: IncomingMessage, context: RequestContext, access: Exclude<Access, 'none'>) => Promise<Caller>;

/**
 * Finds out who is calling. A right key is accepted whatever happened before: the key is checked first, and only wrong
 * ones are counted, so nobody can lock out a neighbour behind the same address.
 */
export const createAuthenticate = ({ environmentKey, storedKey, failures, telemetry }: AuthenticateOptions): Authenticate => {
  const refuseWrongKey = async ({ address }: RequestContext, access: Access): Promise<never> => {
    const verdict = await failures.take(addressBucket(address));
    if (verdict.kind === 'refused') {
      telemetry.refusedByLimit('auth_failures');
      throw new HttpProblem('too_many_wrong_keys', { retryAfterSeconds: Math.max(1, Math.ceil(verdict.retryAfterMs / 1000)) });
    }
    throw refusedKey(access);
  };

  return async (request, context, access) => {
    const presented = presentedKey(request);
    if (presented === undefined) throw access === 'seed' ? new HttpProblem('invalid_key') : unauthorized('missing_key');
    return environmentKey(presented) ?? (await storedKey(presented)) ?? refuseWrongKey(context, access);
  };
};

/** The problem of a key that is not, or no longer, to be served. */
export const refusedKey = (access: Access): HttpProblem =>
  access === 'seed' ? new HttpProblem('invalid_key') : unauthorized('unknown_key');

const unauthorized = (code: 'missing_key' | 'unknown_key'): HttpProblem =>
  new HttpProblem(code, {
    headers: { 'www-authenticate': code === 'missing_key' ? 'Bearer realm="millrace"' : 'Bearer realm="millrace", error="invalid_token"' },
  });
