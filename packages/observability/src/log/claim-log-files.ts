import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { Clock } from '@millrace/runtime';
import { isAnother, type LogFileOwner, pidNamespace } from './log-file-owner.js';
import { markerPath, readOwner, sweepLogFiles } from './log-file-sweep.js';

interface ClaimOptions {
  readonly directory: string;
  readonly instance: string;
  readonly role: string;
  readonly clock: Clock;
  readonly onTrouble: (event: 'log_sweep_failed' | 'log_instance_shared', fields: Readonly<Record<string, unknown>>) => void;
}

export interface Claim {
  /** Stops the beat. The marker stays, so that a later process finds the files and sweeps them. */
  release(): void;
}

const beatMs = 60_000;

/** Sweeps the files of instances that are gone, and marks those of this one as in use for as long as it runs. Trouble is told, never thrown. */
export const claimLogFiles = ({ directory, instance, role, clock, onTrouble }: ClaimOptions): Claim => {
  const path = markerPath(directory, instance);
  const self: LogFileOwner = { role, host: hostname(), pid: process.pid, pidNamespace: pidNamespace() };
  const mark = () => writeFileSync(path, JSON.stringify(self));
  try {
    makeDirectory(directory);
    const owner = readOwner(path);
    if (isAnother(owner, self)) onTrouble('log_instance_shared', { directory, otherPid: owner.pid });
    mark();
    sweepLogFiles({ directory, self, instance, clock });
  } catch (error) {
    onTrouble('log_sweep_failed', { directory, error });
  }
  const beat = setInterval(() => {
    try {
      const now = new Date(clock());
      utimesSync(path, now, now);
    } catch {
      // A marker that cannot be touched costs at most this set of files, once it has been silent for ten minutes.
    }
  }, beatMs);
  beat.unref();
  return { release: () => clearInterval(beat) };
};

/** As `mkdir -p`. Node's own recursion never ends where a directory cannot be made although its parent is there, as under /proc. */
const makeDirectory = (path: string): void => {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path);
};
