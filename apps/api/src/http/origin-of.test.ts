import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createOriginOf, type TrustsProxy } from './origin-of.js';

const proxy = '10.0.0.1';
const trustsProxy: TrustsProxy = (address) => address === proxy;
const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as IncomingMessage;
const told = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2', 'x-forwarded-proto': 'https' };

describe('where a request came from', () => {
  it('is the other end of its connection when nobody is trusted', () => {
    expect(createOriginOf(undefined)(request(proxy, told))).toEqual({ address: proxy, secure: false });
  });

  it('is what a trusted proxy says, up to the first address nobody trusts', () => {
    expect(createOriginOf(trustsProxy)(request(proxy, told))).toEqual({ address: '2.2.2.2', secure: true });
  });

  it('is not what anyone else says', () => {
    expect(createOriginOf(trustsProxy)(request('9.9.9.9', told))).toEqual({ address: '9.9.9.9', secure: false });
  });

  it.each([
    ['https, http', true],
    ['http, https', false],
    ['', false],
  ])('was https when the first of %j is', (protocols, secure) => {
    expect(createOriginOf(trustsProxy)(request(proxy, { 'x-forwarded-proto': protocols })).secure).toBe(secure);
  });
});
