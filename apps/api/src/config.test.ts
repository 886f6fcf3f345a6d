import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { isConfigError } from '@millrace/config';
import { loadApiConfig } from './config.js';

type Env = Readonly<Record<string, string>>;

const noFiles = (path: string): never => {
  throw Object.assign(new Error(path), { code: 'ENOENT' });
};

const load = (env: Env = {}) => loadApiConfig({ env, readFile: noFiles, host: 'box', pid: 7 });

const mistakesOf = (env: Env): readonly string[] => {
  try {
    load(env);
    return [];
  } catch (error) {
    if (isConfigError(error)) return error.mistakes;
    throw error;
  }
};

const longKey = 'k'.repeat(24);
const production = { NODE_ENV: 'production', MILLRACE_API_KEYS: `acme:${longKey}` };

describe('loadApiConfig', () => {
  it('needs no setting outside production', () => {
    const { config } = load();
    expect(config).toMatchObject({
      redis: { prefix: '{millrace}' },
      models: { defaultModel: 'gpt-4o-mini', routes: [{ slug: 'gpt-4o-mini', model: 'gpt-4o-mini' }] },
      logs: { level: 'info', directory: undefined, maxSize: '10m', maxFiles: 5 },
      instance: 'api-box-7',
      commit: 'unknown',
      metrics: { host: '127.0.0.1', port: 9464 },
      http: { host: '127.0.0.1', port: 3000, trustProxy: false, bodyLimitBytes: 1_000_000, predictWaitSeconds: 30 },
      apiKeys: [],
      ceilings: { maxOpenTasks: 100_000, maxMemoryShare: 0.8, maxScheduleAheadSeconds: 2_592_000, maxResultTtlSeconds: 604_800 },
      retention: { resultTtlSeconds: 86_400, tombstoneTtlSeconds: 604_800, finishBySeconds: 86_400 },
      admin: undefined,
      shutdownGraceSeconds: 30,
      shutdownDelaySeconds: 0,
    });
    expect(config.redis.url.reveal()).toBe('redis://127.0.0.1:6379');
    expect(config.limits.routes.map(({ method, path, policy }) => `${method} ${path}=${policy.text}`)).toEqual([
      'POST /predict=5/minute',
      'POST /v1/webhooks/{id}/test=60/minute',
      'POST /v1/webhooks/deliveries/{id}/replay=60/minute',
    ]);
  });

  it('has a route for each model, the default one first', () => {
    expect(load({ MODEL_NAME: 'a', MILLRACE_MODELS: 'b, a ,c' }).config.models.routes.map(({ model }) => model)).toEqual(['a', 'b', 'c']);
  });

  it('refuses models that would share a queue', () => {
    expect(mistakesOf({ MODEL_NAME: 'a.b', MILLRACE_MODELS: 'a-b' })).toEqual([expect.stringContaining('share the queue name "a-b"')]);
  });

  it('prints without a secret in it', () => {
    const env = {
      ...production,
      REDIS_URL: 'redis://:hunter2@host',
      MILLRACE_ADMIN_USER: 'root',
      MILLRACE_ADMIN_PASSWORD: 'hunter2hunter2',
    };
    const { config } = load(env);
    expect(config.admin?.password.reveal()).toBe('hunter2hunter2');
    expect(inspect(config, { depth: null }) + JSON.stringify(config)).not.toMatch(/hunter2|kkkk/);
  });
});

describe('what does not fit together', () => {
  it.each<[Env, string]>([
    [
      { NODE_ENV: 'production', MILLRACE_API_KEYS: `acme:${longKey},short:hunter2` },
      'MILLRACE_API_KEYS must have keys of at least 24 characters in production; entry 2 (tenant short) is shorter.',
    ],
    [
      { MILLRACE_ADMIN_USER: 'root' },
      'MILLRACE_ADMIN_USER is set without MILLRACE_ADMIN_PASSWORD; Bull Board needs both, or neither to be off.',
    ],
    [
      { MILLRACE_ADMIN_PASSWORD: 'x' },
      'MILLRACE_ADMIN_PASSWORD is set without MILLRACE_ADMIN_USER; Bull Board needs both, or neither to be off.',
    ],
    [
      { ...production, MILLRACE_ADMIN_USER: 'root', MILLRACE_ADMIN_PASSWORD: 'elevenchars' },
      'MILLRACE_ADMIN_PASSWORD must have at least 12 characters in production.',
    ],
    [
      { MILLRACE_RESULT_TTL_SECONDS: '604801' },
      'MILLRACE_RESULT_TTL_SECONDS (604801) must not be above MILLRACE_TOMBSTONE_TTL_SECONDS (604800).',
    ],
    [
      { MILLRACE_MAX_RESULT_TTL_SECONDS: '604801' },
      'MILLRACE_MAX_RESULT_TTL_SECONDS (604801) must not be above MILLRACE_TOMBSTONE_TTL_SECONDS (604800).',
    ],
    [
      { MILLRACE_MAX_RESULT_TTL_SECONDS: '3600' },
      'MILLRACE_RESULT_TTL_SECONDS (86400) must not be above MILLRACE_MAX_RESULT_TTL_SECONDS (3600).',
    ],
    [
      { MILLRACE_FINISH_BY_SECONDS: '604800' },
      'MILLRACE_FINISH_BY_SECONDS (604800) must be below MILLRACE_TOMBSTONE_TTL_SECONDS (604800).',
    ],
    [
      { MILLRACE_ROUTE_LIMITS: 'POST /predikt=5/minute' },
      expect.stringContaining(
        'MILLRACE_ROUTE_LIMITS names "POST /predikt", which is not served; these are: POST /v1/tasks',
      ) as unknown as string,
    ],
    [
      { MILLRACE_SHUTDOWN_DELAY_SECONDS: '30' },
      'MILLRACE_SHUTDOWN_DELAY_SECONDS (30) must be below MILLRACE_SHUTDOWN_GRACE_SECONDS (30), of which it is a part.',
    ],
    [{ PORT: '9464' }, 'PORT and METRICS_PORT are both 9464; give the metrics a port of their own.'],
    [{ MILLRACE_PREFIX: 'millrace' }, expect.stringContaining('must contain a hash tag such as {millrace}') as unknown as string],
  ])('%j stops the start with one sentence', (env, sentence) => {
    expect(mistakesOf(env)).toEqual([sentence]);
  });

  it('is fine in production with long keys and no Bull Board', () => {
    expect(load(production)).toMatchObject({ config: { admin: undefined }, warnings: [] });
  });

  it('takes 0 for both ports', () => expect(mistakesOf({ PORT: '0', METRICS_PORT: '0' })).toEqual([]));

  it('warns of an environment that looks like production and is not, and of an api nobody can call', () => {
    expect(load({ NODE_ENV: 'prod' }).warnings).toEqual([
      expect.stringContaining('only production turns the strict rules on'),
      expect.stringContaining('MILLRACE_API_KEYS is empty'),
    ]);
  });
});
