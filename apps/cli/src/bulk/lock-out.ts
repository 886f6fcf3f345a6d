import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { cliFailure } from '../cli-failure.js';
import { exitCodes } from '../exit-codes.js';

interface Owner {
  readonly pid: number;
  readonly host: string;
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Whose lock it is; `unknown` for one that is being written, `undefined` when it is gone. */
const ownerOf = (path: string): Owner | 'unknown' | undefined => {
  try {
    const { pid, host } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Owner>;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : 'unknown';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'unknown';
  }
};

const create = (path: string): boolean => {
  try {
    writeFileSync(path, `${JSON.stringify({ pid: process.pid, host: hostname() })}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const checkLeft = (path: string, out: string): void => {
  const owner = ownerOf(path);
  if (owner === undefined) return;
  const known = owner !== 'unknown';
  // What a run that was killed left behind is no lock.
  if (known && owner.host === hostname() && !isRunning(owner.pid)) {
    rmSync(path, { force: true });
    return;
  }
  const who = known ? `process ${owner.pid} on ${owner.host}` : 'another run';
  throw cliFailure(
    exitCodes.usage,
    `${out} is being written by ${who}. Wait for it, or give another --out; if it is not running, delete ${path}.`,
  );
};

/** Keeps other runs from OUT until the function it gives back is called. Throws a failure while another run has it. */
export const lockOut = (out: string): (() => void) => {
  const path = `${out}.lock`;
  while (!create(path)) checkLeft(path, out);
  return () => {
    rmSync(path, { force: true });
  };
};
