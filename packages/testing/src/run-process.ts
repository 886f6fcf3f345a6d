import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createOutput } from './output.js';

export interface RunProcessOptions {
  readonly args: readonly string[];
  /** Default: the Node that runs the tests. */
  readonly command?: string;
  /** The whole environment of the process but for PATH and HOME, so that a developer's own settings cannot change a test. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Written to the standard input, which is then closed. */
  readonly input?: string;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly pid: number;
  /** Everything written so far, both streams in the order they came. */
  output(): string;
  /** The first line, already written or still to come, that contains the text or matches; rejects if the process ends without it. */
  line(wanted: string | RegExp): Promise<string>;
  readonly exited: Promise<ProcessExit>;
  /** How it ended, as a number or the name of a signal; undefined while it runs. */
  exitCode(): number | string | undefined;
  signal(signal: NodeJS.Signals): void;
  /** SIGTERM, then waits for the end. Safe to call twice. */
  stop(): Promise<ProcessExit>;
  /** SIGKILL, then waits for the end. Safe to call twice. */
  kill(): Promise<ProcessExit>;
}

/** Starts a program, usually a built app's `dist/main.js`, and lets a test wait for what it prints. Throws when it cannot be started. */
export const runProcess = async ({
  args,
  command = process.execPath,
  env = {},
  cwd,
  input,
}: RunProcessOptions): Promise<RunningProcess> => {
  const { PATH = '', HOME = '', LD_LIBRARY_PATH = '' } = process.env;
  const child = spawn(command, args, { cwd, env: { PATH, HOME, LD_LIBRARY_PATH, ...env }, stdio: 'pipe' });
  await once(child, 'spawn');
  const output = createOutput([child.stdout, child.stderr]);
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const exited = once(child, 'close').then(([code, signal]): ProcessExit => ({ code, signal }));
  const end = (signal: NodeJS.Signals): Promise<ProcessExit> => {
    child.kill(signal);
    return exited;
  };
  return {
    pid: child.pid as number,
    output: output.text,
    line: output.line,
    exited,
    exitCode: () => child.exitCode ?? child.signalCode ?? undefined,
    signal: (signal) => void child.kill(signal),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
};
