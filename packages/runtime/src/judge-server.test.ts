import { describe, expect, it } from '@jest/globals';
import { judgeServer } from './judge-server.js';

const info = (given: Readonly<Record<string, string>> = {}): string =>
  Object.entries({ redis_version: '7.0.15', aof_enabled: '1', maxmemory_policy: 'noeviction', ...given })
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join('');
const codes = (text: string): readonly string[] => judgeServer(text).map(({ code }) => code);

describe('a server that is to keep tasks', () => {
  it.each([
    [{}, []],
    [{ redis_version: '6.2.14' }, ['version']],
    [{ redis_version: '7.2.4', valkey_version: '7.2.5' }, ['version']],
    [{ redis_version: '7.2.4', valkey_version: '8.1.1' }, []],
    [{ redis_version: '10.0.0' }, []],
    [{ aof_enabled: '0' }, ['persistence']],
    [{ maxmemory_policy: 'allkeys-lru' }, ['eviction']],
    [{ aof_enabled: '0', maxmemory_policy: 'volatile-ttl' }, ['persistence', 'eviction']],
  ])('that says %j is unfit for %j', (given, expected) => {
    expect(codes(info(given))).toEqual(expected);
  });

  it('that tells nothing of itself is taken as it is', () => {
    expect(codes('')).toEqual([]);
  });
});
