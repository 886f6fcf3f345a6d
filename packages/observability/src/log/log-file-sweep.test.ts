import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isGone, type LogFileOwner } from './log-file-owner.js';
import { markerPath, sweepLogFiles } from './log-file-sweep.js';

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

const here: LogFileOwner = { role: 'worker', host: 'here', pid: process.pid, pidNamespace: 'pid:[1]' };
const day = 86_400_000;

const setUp = () => {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-sweep-'));
  directories.push(directory);
  const leave = (instance: string, owner: Partial<LogFileOwner>, agoMs: number) => {
    const path = markerPath(directory, instance);
    writeFileSync(path, JSON.stringify({ ...here, host: 'elsewhere', ...owner }));
    for (const name of [`${instance}-2026-01-01.log`, `${instance}-2026-01-02.log.1`, `.${instance}.audit.json`])
      writeFileSync(join(directory, name), '');
    const touched = new Date(day - agoMs);
    utimesSync(path, touched, touched);
  };
  const sweep = () => sweepLogFiles({ directory, self: here, instance: 'self', clock: () => day });
  const instances = () =>
    readdirSync(directory)
      .filter((name) => name.endsWith('.log'))
      .map((name) => name.slice(0, -'-2026-01-01.log'.length));
  return { directory, leave, sweep, instances };
};

describe('sweepLogFiles', () => {
  it('removes the files of instances that are gone, but for the last four of a role', () => {
    const { leave, sweep, instances, directory } = setUp();
    for (const hours of [1, 2, 3, 4, 5, 6]) leave(`gone-${hours}`, {}, hours * 3_600_000);
    leave('api-gone', { role: 'api' }, 20 * 3_600_000);
    expect(sweep()).toEqual(['gone-5', 'gone-6']);
    expect(instances().sort()).toEqual(['api-gone', 'gone-1', 'gone-2', 'gone-3', 'gone-4']);
    expect(readdirSync(directory).filter((name) => name.includes('gone-6'))).toEqual([]);
  });

  it('leaves another live process, its own files and strange files alone', () => {
    const { directory, leave, sweep, instances } = setUp();
    for (const hours of [1, 2, 3, 4, 5]) leave(`gone-${hours}`, {}, hours * 3_600_000);
    leave('gone-5-x', {}, 60_000);
    leave('self', {}, 10 * 3_600_000);
    writeFileSync(join(directory, 'gone-5-notes.log'), '');
    expect(sweep()).toEqual(['gone-5']);
    expect(instances()).toEqual(expect.arrayContaining(['gone-5-x', 'self']));
    expect(readdirSync(directory)).toContain('gone-5-notes.log');
  });

  it('takes a broken marker for gone only when it is old', () => {
    const { directory, sweep } = setUp();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      writeFileSync(markerPath(directory, name), '{');
      const touched = new Date(name === 'e' ? day : day - 3_600_000);
      utimesSync(markerPath(directory, name), touched, touched);
    }
    expect(sweep()).toEqual([]);
  });
});

describe('isGone', () => {
  const gone = (owner: Partial<LogFileOwner>, silentMs: number, runs: boolean) =>
    isGone({ owner: { ...here, ...owner }, self: here, silentMs, isRunning: () => runs });

  it('knows at once that a process of the same machine is gone', () => {
    expect(gone({}, 0, false)).toBe(true);
    expect(gone({}, 0, true)).toBe(false);
  });

  it('does not judge a process id of another machine or container by its own processes', () => {
    expect(gone({ host: 'elsewhere' }, 0, false)).toBe(false);
    expect(gone({ pidNamespace: 'pid:[2]' }, 0, false)).toBe(false);
  });

  it('takes ten silent minutes for gone, since a process id may have been given to another', () => {
    expect(gone({}, 600_001, true)).toBe(true);
    expect(gone({ host: 'elsewhere' }, 599_999, true)).toBe(false);
  });
});
