import fs, { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { openRotatingFile, type RotatingFile, type RotatingFileOptions } from './rotating-file.js';

const directories: string[] = [];
const files: RotatingFile[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(files.splice(0).map((file) => file.close()));
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** Until it is restored, whatever a stream writes finds the disk full. */
const fillDisk = () => {
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const refuse = (...args: unknown[]): void => (args.at(-1) as (error: Error) => void)(full);
  return jest.spyOn(fs, 'write').mockImplementation(refuse as typeof fs.write);
};

const setUp = (options: Partial<RotatingFileOptions> = {}) => {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-log-'));
  directories.push(directory);
  let now = 0;
  const troubles: Record<string, unknown>[] = [];
  const waiting: (() => void)[] = [];
  const onTrouble = (event: string, fields: object): void => {
    troubles.push({ event, ...fields });
    for (const wake of waiting.splice(0)) wake();
  };
  const file = openRotatingFile({ directory, instance: 'w1', maxSize: '1k', maxFiles: 3, clock: () => now, onTrouble, ...options });
  files.push(file);
  const nextTrouble = () => new Promise<void>((resolve) => waiting.push(resolve));
  const logs = () => readdirSync(directory).filter((name) => name.includes('.log'));
  return { directory, file, troubles, nextTrouble, logs, advance: (ms: number) => (now += ms) };
};

/** One process's life: more than a file may hold. */
const writeOnce = async (directory: string): Promise<void> => {
  const file = openRotatingFile({ directory, instance: 'w1', maxSize: '1k', maxFiles: 3, clock: () => 0, onTrouble: () => {} });
  file.write('x'.repeat(1_100));
  await file.close();
};

const text = (directory: string) =>
  readdirSync(directory)
    .filter((name) => name.includes('.log'))
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('');

describe('openRotatingFile', () => {
  it('has written every line once it is closed', async () => {
    const { directory, file } = setUp();
    for (const line of ['one', 'two', 'three']) file.write(line);
    await file.close();
    expect(text(directory)).toBe('one\ntwo\nthree\n');
  });

  it('begins a new file at the size limit and keeps no more files than allowed, over restarts too', async () => {
    const { directory, logs } = setUp();
    for (let restart = 0; restart < 6; restart += 1) await writeOnce(directory);
    expect(logs()).toHaveLength(3);
  });

  it('survives a full disk, says so once, and counts what is lost until it can write again', async () => {
    const { directory, file, troubles, nextTrouble, advance } = setUp();
    const disk = fillDisk();
    const failed = nextTrouble();
    file.write('into the void');
    await failed;
    expect(troubles).toEqual([expect.objectContaining({ event: 'log_file_failed', code: 'ENOSPC' })]);
    file.write('lost');
    file.write('lost too');
    disk.mockRestore();
    advance(60_000);
    file.write('found');
    await file.close();
    expect(troubles[1]).toMatchObject({ event: 'log_file_reopened', linesLost: 2 });
    expect(text(directory)).toBe('found\n');
  });

  it('survives a directory that cannot be written at the start', () => {
    const blocked = join(mkdtempSync(join(tmpdir(), 'millrace-log-')), 'file');
    writeFileSync(blocked, '');
    const { file, troubles } = setUp({ directory: join(blocked, 'logs') });
    file.write('dropped');
    expect(troubles).toEqual([expect.objectContaining({ event: 'log_file_failed', code: 'ENOTDIR' })]);
  });

  it('survives a directory that goes away while it writes, and uses it again when it is back', async () => {
    const { directory, file, troubles, nextTrouble, advance } = setUp();
    file.write('x'.repeat(2_000));
    rmSync(directory, { recursive: true });
    writeFileSync(directory, 'a file in its place');
    const failed = nextTrouble();
    file.write('rotates into nothing');
    await failed;
    expect(troubles[0]).toMatchObject({ event: 'log_file_failed' });
    rmSync(directory);
    mkdirSync(directory);
    advance(60_000);
    file.write('back');
    await file.close();
    expect(text(directory)).toBe('back\n');
  });

  it('goes on removing old files after a full disk has cut its list of them short', async () => {
    const { directory, logs } = setUp();
    writeFileSync(join(directory, '.w1.audit.json'), '{"keep":');
    for (let restart = 0; restart < 6; restart += 1) await writeOnce(directory);
    expect(logs().length).toBeLessThanOrEqual(4);
  });
});
