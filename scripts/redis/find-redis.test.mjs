import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { findRedisProgram } from './find-redis.mjs';

const named = process.env.MILLRACE_TEST_REDIS_SERVER;

const serverOf = (line) => {
  const path = join(mkdtempSync(join(tmpdir(), 'millrace-named-')), 'server');
  writeFileSync(path, `#!/bin/sh\necho '${line}'\n`, { mode: 0o755 });
  return path;
};

describe('a server that MILLRACE_TEST_REDIS_SERVER names', () => {
  afterEach(() => {
    if (named === undefined) delete process.env.MILLRACE_TEST_REDIS_SERVER;
    else process.env.MILLRACE_TEST_REDIS_SERVER = named;
  });

  it('is taken before any other on this machine', async () => {
    const command = serverOf('Valkey server v=9.1.2 sha=00000000:0 malloc=libc bits=64 build=1');
    process.env.MILLRACE_TEST_REDIS_SERVER = command;
    expect(await findRedisProgram()).toEqual({ found: { command, why: expect.stringMatching(/^Valkey 9\.1\.2, /) } });
  });

  it.each([
    ['/does/not/exist', 'which does not run.'],
    [serverOf('Redis server v=6.2.14 sha=00000000:0 malloc=libc bits=64 build=1'), 'which is Redis 6.2.14; Millrace needs'],
  ])('is not replaced by another when it will not do: %s', async (command, reason) => {
    process.env.MILLRACE_TEST_REDIS_SERVER = command;
    await expect(findRedisProgram()).rejects.toThrow(reason);
  });
});
