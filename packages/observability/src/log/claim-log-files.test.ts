import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { claimLogFiles } from './claim-log-files.js';
import { type LogFileOwner, pidNamespace } from './log-file-owner.js';
import { markerPath } from './log-file-sweep.js';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

const self: LogFileOwner = { role: 'worker', host: hostname(), pid: process.pid, pidNamespace: pidNamespace() };

const claim = (prepare: (directory: string) => void, subfolder = '') => {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-claim-'));
  prepare(directory);
  const troubles: Record<string, unknown>[] = [];
  const onTrouble = (event: string, fields: object): void => void troubles.push({ event, ...fields });
  const options = { directory: join(directory, subfolder), instance: 'w1', role: 'worker', clock: Date.now, onTrouble };
  const claimed = claimLogFiles(options);
  cleanUps.push(claimed.release, () => rmSync(directory, { recursive: true, force: true }));
  return { directory: options.directory, troubles };
};

describe('claimLogFiles', () => {
  it('tells, and does not try for ever, when the directory cannot be made under a parent that is there', () => {
    const troubles: string[] = [];
    const options = { directory: '/proc/millrace-nowhere/logs', instance: 'w1', role: 'worker', clock: Date.now };
    const claimed = claimLogFiles({ ...options, onTrouble: (event) => troubles.push(event) });
    cleanUps.push(claimed.release);
    expect(troubles).toEqual(['log_sweep_failed']);
  });

  it('makes the directory and marks the files as in use by this process', () => {
    const { directory, troubles } = claim(() => {}, 'a/b');
    expect(JSON.parse(readFileSync(markerPath(directory, 'w1'), 'utf8'))).toEqual(self);
    expect(troubles).toEqual([]);
  });

  it('says so when another running process has the same instance name', () => {
    const other = (directory: string) => writeFileSync(markerPath(directory, 'w1'), JSON.stringify({ ...self, pid: process.ppid }));
    expect(claim(other).troubles).toEqual([expect.objectContaining({ event: 'log_instance_shared', otherPid: process.ppid })]);
  });

  it('says so, and throws nothing, when there can be no such directory', () => {
    const { troubles } = claim((directory) => writeFileSync(join(directory, 'file'), ''), 'file/logs');
    expect(troubles).toEqual([expect.objectContaining({ event: 'log_sweep_failed' })]);
  });
});
