import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { isConfigError } from '@millrace/config';
import { type LoadWorkerConfigOptions, loadWorkerConfig } from './config.js';

type Env = Readonly<Record<string, string>>;
type Flags = NonNullable<LoadWorkerConfigOptions['flags']>;

const readFile = (path: string): string => {
  if (path === '/run/secrets/key') return 'sk-from-file\n';
  throw Object.assign(new Error(path), { code: 'ENOENT' });
};

const load = (env: Env = {}, flags: Flags = {}) =>
  loadWorkerConfig({ env: { OPENAI_API_KEY: 'sk-hunter2', ...env }, readFile, flags, host: 'box', pid: 7 });

const mistakesOf = (env: Env, flags: Flags = {}): readonly string[] => {
  try {
    load(env, flags);
    return [];
  } catch (error) {
    if (isConfigError(error)) return error.mistakes;
    throw error;
  }
};

describe('loadWorkerConfig', () => {
  it('needs nothing but a key for OpenAI', () => {
    const { config, warnings } = load();
    expect(config).toMatchObject({
      models: { defaultModel: 'gpt-4o-mini', served: [{ slug: 'gpt-4o-mini' }] },
      instance: 'worker-box-7',
      commit: 'unknown',
      metrics: { host: '127.0.0.1', port: 9465 },
      llm: {
        baseUrl: 'https://api.openai.com/v1',
        deployment: 'api.openai.com',
        maxTokens: 1_000,
        temperature: undefined,
        maxTokensParameter: 'auto',
        timeouts: { connectMs: 10_000, firstByteMs: 120_000, idleMs: 60_000, totalMs: 600_000 },
      },
      attempts: { concurrency: 100, maxAttempts: 5, maxLostAttempts: 5, retryBaseMs: 1_000, retryCapMs: 60_000 },
      cache: { ttlSeconds: 3_600, entries: 1_000 },
      retention: { resultTtlSeconds: 86_400, tombstoneTtlSeconds: 604_800 },
      shutdownGraceSeconds: 90,
    });
    expect(warnings).toEqual([]);
    expect(inspect(config, { depth: null }) + JSON.stringify(config)).not.toContain('hunter2');
  });

  it('makes one deployment of the environment, which serves every model', () => {
    const { models } = load({ MILLRACE_MODELS: 'b', MILLRACE_TOTAL_TIMEOUT_MS: '300000' }).config;
    const [[deployment]] = (models.routes[1] as (typeof models.routes)[number]).tiers as [[unknown]];
    expect(models.routes.map(({ model, tiers }) => [model, tiers])).toEqual([
      ['gpt-4o-mini', [[deployment]]],
      ['b', [[deployment]]],
    ]);
    expect(deployment).toMatchObject({
      name: 'api.openai.com',
      baseUrl: 'https://api.openai.com/v1',
      credential: { name: 'openai-api-key', fingerprint: '57a10f3e2505', limits: {} },
      timeouts: { totalMs: 300_000 },
    });
  });

  it('reads the key from a file', () => {
    expect(load({ OPENAI_API_KEY: '', OPENAI_API_KEY_FILE: '/run/secrets/key' }).config.llm.apiKey?.reveal()).toBe('sk-from-file');
  });

  it('asks for no key where the upstream is not OpenAI', () => {
    const { config } = load({ OPENAI_API_KEY: '', OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1/' });
    expect(config.llm).toMatchObject({
      apiKey: undefined,
      baseUrl: 'http://127.0.0.1:8000/v1',
      deployment: '127.0.0.1:8000',
      maxTokensParameter: 'auto',
    });
  });

  it('takes the parameter and the deployment that are set', () => {
    const env = { MILLRACE_MAX_TOKENS_PARAMETER: 'max_tokens', MILLRACE_DEPLOYMENT: 'east', TEMPERATURE: '0.7' };
    expect(load(env).config.llm).toMatchObject({ maxTokensParameter: 'max_tokens', deployment: 'east', temperature: 0.7 });
  });

  it('serves the models it is told to, the flags going before the environment', () => {
    const env = { MILLRACE_MODELS: 'b,c', MILLRACE_ROUTES: 'b', MILLRACE_CONCURRENCY: '7' };
    expect(load(env).config).toMatchObject({ models: { served: [{ model: 'b' }] }, attempts: { concurrency: 7 } });
    expect(load(env, { routes: 'c,gpt-4o-mini', concurrency: '9' }).config).toMatchObject({
      models: { served: [{ model: 'gpt-4o-mini' }, { model: 'c' }] },
      attempts: { concurrency: 9 },
    });
  });

  it('warns of a key sent unencrypted to another machine, and of a timeout that never comes about', () => {
    expect(load({ OPENAI_BASE_URL: 'http://10.0.0.9/v1', MILLRACE_TOTAL_TIMEOUT_MS: '100000' }).warnings).toEqual([
      expect.stringContaining('MILLRACE_FIRST_BYTE_TIMEOUT_MS (120000) is above MILLRACE_TOTAL_TIMEOUT_MS (100000)'),
      expect.stringContaining('unencrypted'),
    ]);
  });
});

describe('what does not fit together', () => {
  it.each<[Env, string]>([
    [{ OPENAI_API_KEY: '' }, 'OPENAI_API_KEY is not set, and api.openai.com answers nobody without one'],
    [
      { MILLRACE_ROUTES: 'gpt-5' },
      'MILLRACE_ROUTES (or --routes) names the model "gpt-5", which is not among MODEL_NAME and MILLRACE_MODELS (gpt-4o-mini).',
    ],
    [{ MILLRACE_ROUTES: ',' }, 'MILLRACE_ROUTES (or --routes) names no model'],
    [{ MILLRACE_RESULT_TTL_SECONDS: '700000' }, 'MILLRACE_RESULT_TTL_SECONDS (700000) must not be above'],
    [{ MILLRACE_RETRY_BASE_MS: '60001' }, 'MILLRACE_RETRY_BASE_MS (60001) must not be above MILLRACE_RETRY_CAP_MS (60000).'],
    [{ MILLRACE_CONCURRENCY: '0' }, 'MILLRACE_CONCURRENCY is "0", but must be a whole number of attempts, from 1 to 10000.'],
    [{ TEMPERATURE: 'warm' }, 'TEMPERATURE is "warm", but must be a number, from 0 to 2.'],
  ])('%j stops the start with one sentence', (env, words) => {
    expect(mistakesOf(env)).toEqual([expect.stringContaining(words)]);
  });

  it('names the flag that is wrong', () => {
    expect(mistakesOf({}, { concurrency: 'many' })).toEqual([expect.stringContaining('--concurrency is "many"')]);
  });
});
