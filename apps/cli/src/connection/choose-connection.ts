import { cliFailure } from '../cli-failure.js';
import { exitCodes } from '../exit-codes.js';
import type { RunFile } from './run-file.js';

export interface Connection {
  readonly url: string;
  readonly key: string;
  /** Where the url comes from, for sentences about it. */
  readonly from: string;
}

export interface ChooseConnectionOptions {
  readonly flags: { readonly url?: string; readonly key?: string };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly runFile: RunFile | undefined;
  /** Whether the command needs a key with the scope admin. */
  readonly admin: boolean;
}

const nothingSet =
  'Nothing says where Millrace is: run `npm start` in its folder and try again there, or set MILLRACE_URL and MILLRACE_API_KEY, or give --url and --key.';

const chooseUrl = ({ flags, env, runFile }: ChooseConnectionOptions): { url: string; from: string } => {
  if (flags.url) return { url: flags.url, from: '--url' };
  if (env.MILLRACE_URL) return { url: env.MILLRACE_URL, from: 'MILLRACE_URL' };
  if (runFile?.api) return { url: runFile.api, from: runFile.path };
  throw cliFailure(exitCodes.usage, nothingSet);
};

const checked = (url: string, from: string): URL => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && /^https?:$/.test(parsed.protocol)) return parsed;
  throw cliFailure(exitCodes.usage, `${from} must be a URL such as http://127.0.0.1:3000.`);
};

/** Keys of the run file are for the api of the run file: no other server gets to see them. */
const keysOf = (runFile: RunFile | undefined, url: URL): Partial<RunFile> =>
  runFile?.api && URL.canParse(runFile.api) && new URL(runFile.api).origin === url.origin ? runFile : {};

/**
 * Which api to talk to and with which key: flags, then the environment, then the run file. A command for admins prefers
 * `MILLRACE_ADMIN_KEY` and the run file's admin key. Throws a failure that says what to set.
 */
export const chooseConnection = (options: ChooseConnectionOptions): Connection => {
  const { flags, env, runFile, admin } = options;
  const { url, from } = chooseUrl(options);
  const parsed = checked(url, from);
  const kept = keysOf(runFile, parsed);
  const key = flags.key || (admin && env.MILLRACE_ADMIN_KEY) || env.MILLRACE_API_KEY || (admin && kept.adminKey) || kept.key;
  if (key) return { url: url.replace(/\/+$/, ''), key, from };
  const names = admin ? 'MILLRACE_ADMIN_KEY (or MILLRACE_API_KEY)' : 'MILLRACE_API_KEY';
  throw cliFailure(exitCodes.usage, `No API key for ${parsed.origin}: set ${names}, or give --key.`);
};
