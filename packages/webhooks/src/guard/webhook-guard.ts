import { isIP, isIPv6 } from 'node:net';
import { blockListOf, internalRanges } from './internal-ranges.js';

/** Why nothing may be sent to a URL. */
export type UrlRefusal =
  /** Not an absolute URL. */
  | 'malformed'
  /** Neither https nor http. */
  | 'scheme'
  /** http, to what the allow-list does not name. */
  | 'insecure'
  /** It holds a user name or a password. */
  | 'credentials'
  /** A well-known port of something else than the web. */
  | 'port'
  /** An address, or a name for one, that is not of the public internet. */
  | 'internal';

export interface WebhookGuardOptions {
  /** CIDR ranges, addresses and host names (`*.` in front: all below) that may be called besides the public internet, also over http. */
  readonly allow: readonly string[];
}

/** Decides where webhooks may be sent, so that no caller can make Millrace call what only Millrace can reach. */
export interface WebhookGuard {
  /** Judges what a URL says by itself; undefined = nothing speaks against it. Where its name leads is for `permits` to say, at each connection. */
  judge(url: string): UrlRefusal | undefined;
  /** Whether a connection may go to this address of this host. */
  permits(to: { readonly hostname: string; readonly address: string; readonly secure: boolean }): boolean;
  /** Whether anything but the public internet is allowed. */
  readonly opensLocal: boolean;
}

const localName = /^(localhost|[^.]+|.+\.(localhost|local|internal|lan|home\.arpa))$/;
const webPorts = new Set(['', '80', '443']);
const firstFreePort = 1024;

const isWebPort = (port: string): boolean => webPorts.has(port) || Number(port) >= firstFreePort;

/** As it is compared: no brackets, no final dot, lower case. */
const plainHost = (hostname: string): string =>
  hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();

const parse = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

export const createWebhookGuard = ({ allow }: WebhookGuardOptions): WebhookGuard => {
  const isRange = (entry: string): boolean => isIP(entry.split('/')[0] ?? '') !== 0;
  const ranges = allow.filter(isRange);
  const names = allow.filter((entry) => !isRange(entry)).map(plainHost);
  const allowedRanges = blockListOf(ranges);

  const inAllowedRange = (address: string): boolean => allowedRanges.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  const isInternal = (address: string): boolean => internalRanges.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  const isNamed = (host: string): boolean => names.some((name) => (name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name));

  const permits: WebhookGuard['permits'] = ({ hostname, address, secure }) => {
    if (isIP(address) === 0) return false;
    return isNamed(plainHost(hostname)) || inAllowedRange(address) || (secure && !isInternal(address));
  };
  const isOpened = (host: string): boolean => isNamed(host) || (isIP(host) !== 0 && inAllowedRange(host));
  const judgeHost = (url: URL, host: string): UrlRefusal | undefined => {
    const isName = isIP(host) === 0;
    if (isOpened(host)) return undefined;
    if (!isWebPort(url.port)) return 'port';
    // A name may turn out to lead into an allowed range; where it leads is judged at each connection.
    if (isName && ranges.length > 0) return undefined;
    if (isName ? localName.test(host) : isInternal(host)) return 'internal';
    return url.protocol === 'http:' ? 'insecure' : undefined;
  };

  return {
    judge(text) {
      const url = parse(text);
      if (!url) return 'malformed';
      if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'scheme';
      if (url.username !== '' || url.password !== '') return 'credentials';
      return judgeHost(url, plainHost(url.hostname));
    },
    permits,
    opensLocal: allow.length > 0,
  };
};
