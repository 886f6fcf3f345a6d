import type { LookupAddress } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';

/** All addresses of a host name; rejects when there are none. */
export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface ResolveHostOptions {
  /** Whether names that the name servers do not know may be looked for in the hosts file and wherever else the system looks. */
  readonly asksSystem: boolean;
  /** Name servers as `address:port`; default: those of the system. */
  readonly servers?: readonly string[];
}

const dnsTimeoutMs = 2500;

/**
 * Asks the name servers directly. The system's own way would hold one of the few threads that all file and name look-ups of the process
 * share, so a receiver whose name server hangs could hold up calls of models; it is asked only for names of the local network.
 */
export const createResolveHost = ({ asksSystem, servers }: ResolveHostOptions): ResolveHost => {
  const resolver = new Resolver({ timeout: dnsTimeoutMs, tries: 2 });
  if (servers) resolver.setServers(servers);
  return async (hostname) => {
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const found = [...entriesOf(v4, 4), ...entriesOf(v6, 6)];
    if (found.length > 0) return found;
    if (asksSystem) return lookup(hostname, { all: true });
    throw v4.status === 'rejected' ? v4.reason : new Error('the name has no address');
  };
};

const entriesOf = (answer: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] =>
  answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
