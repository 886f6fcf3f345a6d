import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { WebhookGuard } from '../guard/webhook-guard.js';
import type { ResolveHost } from './resolve-host.js';

/** `code` of the error that stands for a name which leads to an address that is not permitted. */
export const blockedCode = 'MILLRACE_WEBHOOK_BLOCKED';

const blocked = (): NodeJS.ErrnoException => Object.assign(new Error('this name leads where webhooks may not go'), { code: blockedCode });

export interface GuardedLookupOptions {
  readonly guard: WebhookGuard;
  readonly resolve: ResolveHost;
  /** Whether the connections are for https. */
  readonly secure: boolean;
}

/**
 * The look-up of names for connections. All addresses of a name have to be permitted, and the connection goes to one of exactly these, so
 * a name server that answers differently the next time changes nothing.
 */
export const createGuardedLookup = ({ guard, resolve, secure }: GuardedLookupOptions): LookupFunction => {
  const permitted = async (hostname: string): Promise<readonly [LookupAddress, ...LookupAddress[]]> => {
    const [first, ...others] = await resolve(hostname);
    if (!first) throw new Error('the name has no address');
    if (![first, ...others].every(({ address }) => guard.permits({ hostname, address, secure }))) throw blocked();
    return [first, ...others];
  };
  return (hostname, { all }, callback) => {
    permitted(hostname).then(
      (found) => (all ? callback(null, [...found]) : callback(null, found[0].address, found[0].family)),
      (error) => callback(error as NodeJS.ErrnoException, '', 4),
    );
  };
};
