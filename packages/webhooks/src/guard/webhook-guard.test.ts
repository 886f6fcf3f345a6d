import { describe, expect, it } from '@jest/globals';
import { createWebhookGuard } from './webhook-guard.js';

const strict = createWebhookGuard({ allow: [] });
const permits = (address: string, guard = strict, secure = true) => guard.permits({ hostname: 'hooks.example.com', address, secure });

describe('a URL for webhooks', () => {
  it.each([
    'https://example.com/hook',
    'https://example.com:8443/hook?token=1',
    'https://93.184.215.14/',
    'https://[2606:4700::1111]/',
    'https://xn--mnchen-3ya.example/',
  ])('may lead to the public internet: %s', (url) => {
    expect(strict.judge(url)).toBeUndefined();
  });

  it.each([
    ['malformed', '/hook'],
    ['malformed', 'https://'],
    ['malformed', 'https://999.1.1.1/'],
    ['scheme', 'file:///etc/passwd'],
    ['scheme', 'gopher://example.com/'],
    ['scheme', 'redis://example.com:6379'],
    ['insecure', 'http://example.com/hook'],
    ['credentials', 'https://user@example.com/'],
    ['credentials', 'https://:pass@example.com/'],
    ['port', 'https://example.com:25/'],
    ['port', 'https://example.com:22/'],
  ])('is refused as %s: %s', (reason, url) => {
    expect(strict.judge(url)).toBe(reason);
  });

  it.each([
    'https://localhost/',
    'https://LOCALHOST./',
    'https://api.localhost/',
    'https://redis:6379/',
    'https://metadata.google.internal/',
    'https://printer.local/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0x7f000001/',
    'https://017700000001/',
    'https://0177.0.0.1/',
    'https://127.0.0.1./',
    'https://①②⑦.0.0.1/',
    'https://0/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://10.0.0.1/',
    'https://100.64.0.1/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
  ])('is refused when it leads inside, however that is spelt: %s', (url) => {
    expect(strict.judge(url)).toBe('internal');
  });
});

describe('a connection', () => {
  it.each(['127.0.0.1', '169.254.169.254', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '10.1.2.3', 'fe80::1', '0.0.0.0', 'nonsense', ''])(
    'is not permitted to %s, whatever name led there',
    (address) => {
      expect(permits(address)).toBe(false);
    },
  );

  it('is permitted to the public internet, but only with TLS', () => {
    expect(permits('93.184.215.14')).toBe(true);
    expect(permits('2606:4700::1111')).toBe(true);
    expect(permits('93.184.215.14', strict, false)).toBe(false);
  });
});

describe('an allow-list', () => {
  const guard = createWebhookGuard({ allow: ['10.1.0.0/16', '127.0.0.1', 'fd00:1::/32', 'receiver', '*.corp.example'] });

  it('opens its ranges, also for http, any port and IPv4-mapped spellings', () => {
    for (const url of ['http://10.1.2.3:25/', 'http://127.0.0.1:9000/', 'https://[fd00:1::5]/', 'https://[::ffff:10.1.0.1]/'])
      expect(guard.judge(url)).toBeUndefined();
    for (const address of ['10.1.2.3', '127.0.0.1', '::ffff:10.1.0.1']) expect(permits(address, guard, false)).toBe(true);
  });

  it('opens nothing beside them', () => {
    expect(guard.judge('http://127.0.0.2/')).toBe('internal');
    expect(guard.judge('https://10.2.0.1/')).toBe('internal');
    expect(permits('10.2.0.1', guard)).toBe(false);
    expect(permits('93.184.215.14', guard, false)).toBe(false);
  });

  it('does not open the well-known ports of others to names that it does not name', () => {
    expect(guard.judge('https://example.com:25/')).toBe('port');
    expect(guard.judge('http://receiver:25/')).toBeUndefined();
  });

  it('opens names, wherever they lead, and with an asterisk those below', () => {
    for (const url of ['http://receiver:3000/', 'http://RECEIVER./', 'http://a.b.corp.example/']) expect(guard.judge(url)).toBeUndefined();
    expect(guard.permits({ hostname: 'receiver', address: '10.9.9.9', secure: false })).toBe(true);
    expect(guard.permits({ hostname: 'other', address: '10.9.9.9', secure: false })).toBe(false);
    expect(guard.permits({ hostname: 'notcorp.example', address: '10.9.9.9', secure: true })).toBe(false);
  });

  it('lets a name over http through to where its addresses are judged, as it may lead into a range', () => {
    expect(guard.judge('http://example.com/')).toBeUndefined();
    expect(permits('93.184.215.14', guard, false)).toBe(false);
  });
});
