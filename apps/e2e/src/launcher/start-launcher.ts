import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, inRepository, type RunningProcess, runProcess, testEnvironment } from '@millrace/testing';

/** What `.millrace/run.json` says. */
export interface RunFile {
  readonly api: string;
  readonly docs: string;
  readonly bullBoard: string;
  readonly redis: string;
  readonly key: string;
  readonly adminKey: string;
  readonly model: string;
  readonly metrics: readonly { readonly role: string; readonly url: string }[];
  readonly processes: readonly { readonly role: string; readonly pid: number }[];
}

export interface Launcher {
  readonly process: RunningProcess;
  readonly port: number;
  /** Resolves with what runs, once all of it is announced. */
  up(): Promise<RunFile>;
  /** The permission bits of the run file. */
  runFileMode(): number;
}

export interface StartLauncherOptions {
  /** What takes the place of `.millrace`. */
  readonly folder: string;
  readonly port?: number;
  readonly flags?: readonly string[];
  /** The user's settings; a `PORT` among them takes the place of `--port`. */
  readonly env?: Readonly<Record<string, string>>;
}

// A developer's `.env` may name a real model, keys and a Redis; what is empty counts as not set.
const nothingOfTheUsers = {
  OPENAI_API_KEY: '',
  OPENAI_API_KEY_FILE: '',
  REDIS_URL: '',
  REDIS_URL_FILE: '',
  MILLRACE_API_KEYS: '',
  HOST: '',
};

/** How this machine reaches its package registries, in case the set-up has something to fetch. */
const registrySettings = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      /^(npm_config_.*|https?_proxy|no_proxy|node_extra_ca_certs)$/i.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );

/** Its state goes to a folder of the test's own, and its Redis is of the version under test. */
const ofTheTests = (folder: string): Record<string, string> => ({
  MILLRACE_TEST_PRIVATE_FOLDER: folder,
  MILLRACE_TEST_REDIS_SERVER: testEnvironment().redisServer,
});

/** Runs `scripts/start.mjs`, which `npm start` runs, with its state in a folder of the test's own. */
export const startLauncher = async ({ folder, port, flags = [], env = {} }: StartLauncherOptions): Promise<Launcher> => {
  const chosen = port ?? (await freePort());
  const launcher = await runProcess({
    args: [inRepository('scripts/start.mjs'), ...('PORT' in env ? [] : ['--port', String(chosen)]), ...flags],
    env: { ...registrySettings(), ...nothingOfTheUsers, ...env, ...ofTheTests(folder) },
  });
  const runFile = join(folder, 'run.json');
  return {
    process: launcher,
    port: chosen,
    up: async () => {
      await launcher.line('Ctrl-C stops everything.');
      return JSON.parse(readFileSync(runFile, 'utf8')) as RunFile;
    },
    runFileMode: () => statSync(runFile).mode & 0o777,
  };
};
