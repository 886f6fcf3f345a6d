import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StartProcessOptions {
  /** Names the file its output goes to. */
  readonly role: string;
  readonly command?: string;
  readonly args: readonly string[];
  /** The whole environment but for where programs are found, so that a developer's own settings change no figure. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where its output goes. */
  readonly folder: string;
}

export interface StartedProcess {
  readonly role: string;
  readonly child: ChildProcess;
  readonly exited: Promise<string>;
  /** The last of what it wrote. */
  tail(): string;
  /** SIGTERM (for Redis, whose guard passes it on) or SIGKILL, then waits for the end. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const tailLength = 2000;

/** Starts a program whose output goes to a file, as a shell would redirect it: reading a pipe would take CPU from what is measured. */
export const startProcess = ({ role, command = process.execPath, args, env = {}, folder }: StartProcessOptions): StartedProcess => {
  const { PATH = '', HOME = '', LD_LIBRARY_PATH = '' } = process.env;
  const path = join(folder, `${role}.log`);
  const log = openSync(path, 'a');
  const child = spawn(command, args, { env: { PATH, HOME, LD_LIBRARY_PATH, ...env }, stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`));
  });
  return {
    role,
    child,
    exited,
    tail: () => readFileSync(path, 'utf8').slice(-tailLength),
    end: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
};
