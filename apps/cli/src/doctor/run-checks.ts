import { readFileSync } from 'node:fs';
import type { CliContext } from '../cli-context.js';
import type { RunFile } from '../connection/run-file.js';
import { type Finding, fail, ok, warn } from './check.js';
import { checkApi } from './check-api.js';
import { checkClock } from './check-clock.js';
import { checkFolder } from './check-folder.js';
import { checkNode } from './check-node.js';
import { checkProvider } from './check-provider.js';
import { checkRedis } from './check-redis.js';

export interface RunChecksOptions {
  readonly context: CliContext;
  readonly runFile: RunFile | undefined;
  /** Given with --redis. */
  readonly redis: string | undefined;
  /** The api and its key; an error says why there is none. */
  readonly api: { readonly url: string; readonly key: string } | { readonly missing: string };
}

const secretOf = (env: CliContext['env'], name: string): string | undefined => {
  const path = env[`${name}_FILE`];
  if (env[name] || !path) return env[name] || undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
};

const clockOfApi = async ({ context: { now } }: RunChecksOptions, url: string): Promise<readonly Finding[]> => {
  try {
    const before = now();
    const date = (await fetch(`${url}/livez`, { signal: AbortSignal.timeout(5000) })).headers.get('date');
    // The header counts whole seconds.
    return date ? [checkClock({ here: (before + now()) / 2, there: Date.parse(date) + 500, whose: 'the api', exactTo: 600 })] : [];
  } catch {
    return [];
  }
};

const apiFindings = async (options: RunChecksOptions): Promise<readonly Finding[]> => {
  const { api, context } = options;
  if ('missing' in api) return [fail('Api', 'nothing says where it is', api.missing)];
  const millrace = context.createMillrace({ url: api.url, apiKey: api.key, maxRetries: 0, timeoutMs: 10_000 });
  const findings = await checkApi({ url: api.url, millrace, signal: context.interrupted });
  return findings[0]?.verdict === 'ok' ? [...findings, ...(await clockOfApi(options, api.url))] : findings;
};

const redisFindings = async ({ context, runFile, redis }: RunChecksOptions): Promise<readonly Finding[]> => {
  const url = redis ?? secretOf(context.env, 'REDIS_URL') ?? runFile?.redis;
  const fix = 'Give --redis redis://…, or set REDIS_URL, to have it looked at from here.';
  if (!url) return [warn('Redis', 'not looked at: nothing here says where it is', fix)];
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol)) return [fail('Redis', 'its URL is none', fix)];
  const { findings, folder } = await checkRedis({ url, now: context.now });
  const isLocal = /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname);
  const disk = isLocal && folder ? await checkFolder({ name: 'Disk of Redis', path: folder, writable: false }) : undefined;
  return disk ? [...findings, disk] : findings;
};

const logFindings = async ({ context, runFile }: RunChecksOptions): Promise<readonly Finding[]> => {
  const path = context.env.LOG_DIR || (runFile ? runFile.path.replace(/run\.json$/, 'logs') : undefined);
  if (!path) return [ok('Log folder', 'none: logs go to stdout (LOG_DIR is not set here)')];
  const finding = await checkFolder({ name: 'Log folder', path, writable: true });
  return finding ? [finding] : [];
};

const providerFinding = ({ context: { env }, runFile }: RunChecksOptions): Promise<Finding> => {
  const apiKey = secretOf(env, 'OPENAI_API_KEY');
  if (!apiKey && runFile?.model === 'demo') return Promise.resolve(ok('Provider', 'the built-in demo model answers; nothing to reach'));
  if (!apiKey && !env.OPENAI_BASE_URL) {
    const fix = "Run this with the worker's OPENAI_API_KEY and OPENAI_BASE_URL to have it looked at.";
    return Promise.resolve(warn('Provider', 'not looked at: neither OPENAI_API_KEY nor OPENAI_BASE_URL is set here', fix));
  }
  return checkProvider({ baseUrl: env.OPENAI_BASE_URL || 'https://api.openai.com/v1', apiKey, fetch });
};

/** All looks, at the same time; the findings in the order of a reader's questions. */
export const runChecks = async (options: RunChecksOptions): Promise<readonly Finding[]> => {
  const [api, redis, logs, provider] = await Promise.all([
    apiFindings(options),
    redisFindings(options),
    logFindings(options),
    providerFinding(options),
  ]);
  return [checkNode(process.version), ...api, ...redis, ...logs, provider];
};
