import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { apiKeysSchema } from './api-key.js';
import { decimal, portNumber, seconds } from './number-schemas.js';
import { policySchema } from './policy.js';
import { routeLimits } from './route-limit.js';
import { headerSecret, oneOf } from './text-schemas.js';
import { trustProxySchema } from './trust-proxy.js';
import { httpUrlSchema, redisUrlSchema } from './url-schemas.js';

const complaints = (schema: z.ZodType<unknown, string>, text: string): string[] => {
  const parsed = schema.safeParse(text);
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
};

describe('numbers', () => {
  it.each(['0', '3000', '65535'])('takes %s for a port', (text) => expect(portNumber.parse(text)).toBe(Number(text)));

  it.each(['-1', '65536', '3000.5', '0x10', '1e3', 'http', '３０００', '9'.repeat(400)])(
    'refuses %s for a port and says what it wants',
    (text) => expect(complaints(portNumber, text)).toEqual(['must be a whole number, from 0 to 65535']),
  );

  it('names the unit', () => expect(complaints(seconds(1), '0')).toEqual(['must be a whole number of seconds, from 1 to 31536000']));

  it.each(['NaN', 'Infinity', '2.1', '.5', '1.'])('refuses %s for a decimal up to 2', (text) =>
    expect(complaints(decimal({ min: 0, max: 2 }), text)).toHaveLength(1),
  );
});

describe('policies', () => {
  it.each([
    ['5/minute', 5, 60],
    ['60000/hour', 60_000, 3_600],
    ['1/second', 1, 1],
    ['7/day', 7, 86_400],
  ])('reads %s', (text, limit, windowSeconds) => expect(policySchema.parse(text)).toEqual({ limit, windowSeconds, text }));

  it.each(['0/minute', '5', '5/minutes', '5 / minute', '-5/minute', '5/constructor', '5/week', 'x/minute'])('refuses %s', (text) =>
    expect(complaints(policySchema, text)).toEqual([
      'must be a number and a unit, such as 5/minute; the units are second, minute, hour and day',
    ]),
  );
});

describe('secrets for a header', () => {
  it.each(['sk-a\nb', 'sk a', 'sk-é', '\t'])('refuses %j without showing it', (text) => {
    const [complaint = ''] = complaints(headerSecret, text) as string[];
    expect(complaint).toMatch(/visible ASCII/);
    expect(complaint).not.toContain(text);
  });
});

describe('route limits', () => {
  const schema = routeLimits({ defaults: 'POST /predict=5/minute' });
  const read = (text: string) => schema.parse(text).map(({ method, path, policy }) => `${method} ${path} ${policy.text}`);

  it('keeps the default of an operation that is not listed', () =>
    expect(read('POST /process=9/second')).toEqual(['POST /predict 5/minute', 'POST /process 9/second']));

  it('replaces the default of one that is', () => expect(read('POST /predict=6/hour')).toEqual(['POST /predict 6/hour']));

  it.each(['/predict=5/minute', 'FETCH /x=1/day', 'POST /x=fast', 'POST x=1/day'])('refuses %s', (text) =>
    expect(complaints(schema, text)).toEqual([expect.stringContaining('METHOD /path=policy')]),
  );

  it('refuses two policies for one operation', () =>
    expect(complaints(schema, 'POST /x=1/day, POST /x=2/day')).toEqual(['must give POST /x one policy, not two']));
});

describe('trusted proxies', () => {
  it.each([
    ['2', 2],
    ['0', false],
    ['false', false],
    ['loopback, 10.0.0.0/8,fd00::/8', ['loopback', '10.0.0.0/8', 'fd00::/8']],
  ])('reads %s', (text, value) => expect(trustProxySchema.parse(text)).toEqual(value));

  it.each(['true', 'TRUE'])('refuses %s with the reason', (text) =>
    expect(complaints(trustProxySchema, text)).toEqual([expect.stringContaining('choose his own address')]),
  );

  it.each(['10.0.0.0/33', 'localhost', '300.1.1.1', '10.0.0.0/8/8', '-1', ','])('refuses %s', (text) =>
    expect(complaints(trustProxySchema, text)).toHaveLength(1),
  );
});

describe('API keys', () => {
  it('reads tenant, key and scopes, a key without scopes having tasks', () => {
    const keys = apiKeysSchema.parse('acme:key-one, ops:key-two:tasks+admin');
    expect(keys.map(({ tenant, key, scopes }) => [tenant, key.reveal(), scopes])).toEqual([
      ['acme', 'key-one', ['tasks']],
      ['ops', 'key-two', ['tasks', 'admin']],
    ]);
  });

  it.each([
    ['no tenant', 'CANARY', 'is not of the form'],
    ['too many parts', 'a:CANARY:tasks:CANARY', 'is not of the form'],
    ['a tenant that is a key', 'CANARY!:x', 'has a tenant'],
    ['an empty key', 'acme:', 'has a key'],
    ['a key with a space', 'acme:CANARY x', 'has a key'],
    ['an unknown scope', 'acme:CANARY:CANARY', 'has a scope'],
  ])('refuses %s by its position, showing no piece of it', (_what, entry, complaint) => {
    const [message] = complaints(apiKeysSchema, `ok:fine,${entry}`);
    expect(message).toContain(`entry 2 ${complaint}`);
    expect(message).not.toContain('CANARY');
  });

  it('refuses a key that stands there twice, whoever has it', () =>
    expect(complaints(apiKeysSchema, 'a:same,b:other,c:same')).toEqual(['must not name a key twice; entry 3 repeats entry 1']));
});

describe('URLs', () => {
  it.each(['redis://127.0.0.1:6379', 'rediss://u:p%40ss@host/1'])('takes %s for Redis, as a secret', (text) =>
    expect(redisUrlSchema.parse(text).reveal()).toBe(text),
  );

  it.each(['127.0.0.1:6379', 'http://host', 'redis://'])('refuses %s for Redis', (text) =>
    expect(complaints(redisUrlSchema, text)).toHaveLength(1),
  );

  it('drops slashes at the end of a base URL', () => expect(httpUrlSchema.parse('http://h:1/v1//')).toBe('http://h:1/v1'));

  it.each(['api.openai.com', 'ftp://h', 'https://u:p@h', 'https://h?key=1'])('refuses %s for a base URL', (text) =>
    expect(complaints(httpUrlSchema, text)).toHaveLength(1),
  );
});

it('names the words one may choose from', () => {
  expect(complaints(oneOf(['info', 'debug']), 'INFO')).toEqual(['must be one of info, debug']);
});
