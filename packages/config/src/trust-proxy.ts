import { isIP } from 'node:net';
import { z } from 'zod';
import { splitList } from './text-schemas.js';

/** Which proxies' `X-Forwarded-For` is believed, as Express takes it: none, this many hops, or these addresses. */
export type TrustProxy = false | number | readonly string[];

const named = new Set(['loopback', 'linklocal', 'uniquelocal']);

const isRange = (item: string): boolean => {
  const [address = '', prefix, ...rest] = item.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
};

/** Reads a number of hops, or a comma list of addresses, CIDR ranges and Express's three names. */
export const trustProxySchema = z.string().transform((text, context): TrustProxy => {
  if (/^\d{1,2}$/.test(text)) return Number(text) === 0 ? false : Number(text);
  if (text.toLowerCase() === 'false') return false;
  if (text.toLowerCase() === 'true') {
    context.addIssue(
      'must not be true: every caller could then choose his own address and step around the limits; give the number of proxies or their addresses',
    );
    return z.NEVER;
  }
  const items = splitList(text);
  const wrong = items.filter((item) => !named.has(item) && !isRange(item));
  if (wrong.length === 0 && items.length > 0) return items;
  context.addIssue(
    'must be the number of proxies in front, or a comma list of addresses, CIDR ranges, loopback, linklocal and uniquelocal',
  );
  return z.NEVER;
});
