import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { programVersion } from './program-version.mjs';

const programThat = (commands) => {
  const path = join(mkdtempSync(join(tmpdir(), 'millrace-version-')), 'server');
  writeFileSync(path, `#!/bin/sh\n${commands}\n`, { mode: 0o755 });
  return path;
};

it.each([
  ['Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1', { kind: 'Redis', version: '7.0.15', recent: true }],
  ['Redis server v=6.2.14 sha=00000000:0 malloc=libc bits=64 build=1', { kind: 'Redis', version: '6.2.14', recent: false }],
  ['Redis server v=8.2.3 sha=00000000:0 malloc=libc bits=64 build=1', { kind: 'Redis', version: '8.2.3', recent: true }],
  ['Valkey server v=7.2.11 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1', { kind: 'Valkey', version: '7.2.11', recent: false }],
  ['Valkey server v=8.1.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1', { kind: 'Valkey', version: '8.1.1', recent: true }],
])('knows from "%s" whether the server is recent enough', async (line, expected) => {
  expect(await programVersion(programThat(`echo '${line}'`))).toEqual(expected);
});

it('passes over a program that does not run or is something else', async () => {
  expect(await programVersion('/does/not/exist')).toBeUndefined();
  expect(await programVersion(programThat('exit 1'))).toBeUndefined();
  expect(await programVersion(programThat('echo something else'))).toBeUndefined();
});
