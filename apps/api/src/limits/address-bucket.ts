import { isIPv6 } from 'node:net';

/**
 * What an address is counted under: itself for IPv4 (also when mapped into IPv6), its /64 network for IPv6, since whoever
 * has one such address has the whole network.
 */
export const addressBucket = (address: string | undefined): string => {
  if (!address) return 'unknown';
  if (!address.includes(':') || !isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [withoutZone = ''] = address.split('%');
  const [head = '', tail] = withoutZone.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right];
  return `${groups.slice(0, 4).map(unpadded).join(':')}::/64`;
};

const unpadded = (group: string): string => Number.parseInt(group, 16).toString(16);
