import { readlinkSync } from 'node:fs';
import { errorCode } from '@millrace/runtime';

/** Who writes a set of log files, as its marker file says. */
export interface LogFileOwner {
  readonly role: string;
  readonly host: string;
  readonly pid: number;
  /** Process ids mean something only within it; containers that share a host name differ here. */
  readonly pidNamespace: string;
}

/** The pid namespace of this process, empty where there is none. */
export const pidNamespace = (): string => {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
};

/** Whether a process of this machine runs. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return errorCode(error) === 'EPERM';
  }
};

interface GoneOptions {
  readonly owner: LogFileOwner;
  readonly self: LogFileOwner;
  /** How long ago its marker was last touched. */
  readonly silentMs: number;
  readonly isRunning: (pid: number) => boolean;
}

const isTellable = (owner: LogFileOwner, self: LogFileOwner): boolean =>
  owner.host === self.host && owner.pidNamespace === self.pidNamespace && owner.pidNamespace !== '';

const silenceMs = 600_000;

/** Whether the owner is gone: its process, where this machine can tell; else its marker, untouched for ten minutes, ten times its beat. */
export const isGone = ({ owner, self, silentMs, isRunning: runs }: GoneOptions): boolean =>
  (isTellable(owner, self) && !runs(owner.pid)) || silentMs > silenceMs;

/** Whether the owner is another process of this machine, and runs. */
export const isAnother = (owner: LogFileOwner, self: LogFileOwner): boolean =>
  isTellable(owner, self) && owner.pid !== self.pid && isRunning(owner.pid);
