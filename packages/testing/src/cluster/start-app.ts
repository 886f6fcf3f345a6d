import { eventually } from '../eventually.js';
import { type ProcessExit, type RunningProcess, runProcess } from '../run-process.js';
import { inRepository } from './repository.js';

export type Role = 'api' | 'worker';

export interface StartAppOptions {
  readonly role: Role;
  readonly env: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly cwd?: string;
}

/** A built app in a process of its own. */
export interface App {
  readonly role: Role;
  readonly process: RunningProcess;
  /** Base URL of its metrics and health. */
  readonly ops: string;
  /** Base URL of what callers reach; the api's only. */
  readonly address: string;
  /** Resolves once `/readyz` answers 200. */
  ready(): Promise<void>;
  /** The status `path` is answered with on the port for metrics and health; 0 while nobody answers. */
  probe(path: string): Promise<number>;
  metrics(): Promise<string>;
  /** SIGSTOP: its connections stay open and it does nothing. */
  freeze(): void;
  thaw(): void;
  /** SIGHUP: reads its models again. */
  hangUp(): void;
  /** SIGTERM, without waiting. */
  terminate(): void;
  /** SIGKILL, then waits for the end. */
  kill(): Promise<ProcessExit>;
  readonly exited: Promise<ProcessExit>;
}

const ownSettings = { METRICS_PORT: '0', NODE_ENV: 'test' };

/** Starts `apps/<role>/dist/main.js` and waits until it listens; Redis need not be there. */
export const startApp = async ({ role, env, flags = [], cwd }: StartAppOptions): Promise<App> => {
  const args = ['--enable-source-maps', inRepository('apps', role, 'dist/main.js'), ...flags];
  const app = await runProcess({ args, env: { ...ownSettings, ...env }, ...(cwd !== undefined && { cwd }) });
  const listening = JSON.parse(await app.line('"listening"')) as { metrics: string; address?: string };
  const { metrics: ops, address = '' } = listening;

  const probe = async (path: string): Promise<number> => {
    try {
      return (await fetch(`${ops}${path}`)).status;
    } catch {
      return 0;
    }
  };
  return {
    role,
    process: app,
    ops,
    address,
    probe,
    ready: async () => void (await eventually(async () => (await probe('/readyz')) === 200)),
    metrics: async () => (await fetch(`${ops}/metrics`)).text(),
    freeze: () => app.signal('SIGSTOP'),
    thaw: () => app.signal('SIGCONT'),
    hangUp: () => app.signal('SIGHUP'),
    terminate: () => app.signal('SIGTERM'),
    kill: app.kill,
    exited: app.exited,
  };
};
