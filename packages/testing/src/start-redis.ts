import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { type RunningProcess, runProcess } from './run-process.js';
import { testEnvironment } from './test-environment.js';

export interface StartRedisOptions {
  /** Further lines of the server's configuration, such as `{ maxmemory: '4mb' }`. */
  readonly config?: Readonly<Record<string, string>>;
  readonly password?: string;
  /** The server's program; default what `npm test` found. */
  readonly program?: string;
}

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Stops it as an operator would, data written. Safe to call twice. */
  stop(): Promise<void>;
  /** Ends it with SIGKILL. */
  kill(): Promise<void>;
  /** Starts it again on the same port with the same data. Does nothing while it runs. */
  start(): Promise<void>;
  /** SIGSTOP: connections stay open and nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Ends it for good and deletes its data. Safe to call twice. */
  close(): Promise<void>;
}

/** A Redis or Valkey server of the test's own, with an append-only file and `noeviction`, that it may stop, freeze and start again. */
export const startRedis = async ({
  password,
  config = {},
  program = testEnvironment().redisServer,
}: StartRedisOptions = {}): Promise<RedisServer> => {
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'millrace-redis-'));
  const settings = {
    port,
    dir,
    bind: '127.0.0.1',
    appendonly: 'yes',
    save: '""',
    'maxmemory-policy': 'noeviction',
    requirepass: JSON.stringify(password ?? ''),
    ...config,
  };
  const input = Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
  let server: RunningProcess | undefined;

  const start = async (): Promise<void> => {
    if (server) return;
    server = await runProcess({ command: program, args: ['-'], input });
    await server.line('eady to accept connections');
  };
  const end = async (how: 'stop' | 'kill'): Promise<void> => {
    server?.signal('SIGCONT');
    await server?.[how]();
    server = undefined;
  };
  await start();

  const login = password ? `:${encodeURIComponent(password)}@` : '';
  return {
    url: `redis://${login}127.0.0.1:${port}`,
    port,
    start,
    stop: () => end('stop'),
    kill: () => end('kill'),
    freeze: () => server?.signal('SIGSTOP'),
    thaw: () => server?.signal('SIGCONT'),
    close: async () => {
      await end('kill');
      await rm(dir, { recursive: true, force: true });
    },
  };
};
