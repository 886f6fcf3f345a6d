import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLiveModels } from '@millrace/config';
import { createMetrics } from '@millrace/observability';
import { createLifecycle, type Lifecycle } from '@millrace/runtime';
import { commandLine, createApiKeyStore, createKeys, type KeyLimits } from '@millrace/store';
import { eventually, type RedisServer, startRedis } from '@millrace/testing';
import { Redis } from 'ioredis';
import supertest from 'supertest';
import { createApp } from './app.js';
import { loadApiConfig } from './config.js';
import { recordedTelemetry } from './fakes/recorded-telemetry.js';
import { createServices } from './services.js';

const key = 'key-of-acme-0123456789abcdef';
const otherKey = 'key-of-beta-0123456789abcdef';
/** What is promised to callers while Redis is away or hangs, in milliseconds. */
const slowest = 2_000;

describe('the api on a real Redis', () => {
  let server: RedisServer;
  let app: RequestListener;
  let lifecycle: Lifecycle;
  let metrics: ReturnType<typeof createMetrics<'api'>>;
  let telemetry: ReturnType<typeof recordedTelemetry>;
  const direct: Redis[] = [];

  const start = async (env: Readonly<Record<string, string>> = {}) => {
    const settings = { REDIS_URL: server.url, MILLRACE_API_KEYS: `acme:${key},beta:${otherKey}`, MILLRACE_MODELS: 'large', ...env };
    const readFile = (): string => {
      throw Object.assign(new Error('no files here'), { code: 'ENOENT' });
    };
    const { config } = loadApiConfig({ env: settings, readFile, host: 'test', pid: 1 });
    telemetry = recordedTelemetry();
    metrics = createMetrics({ role: 'api', version: '1', commit: 'x' });
    const { services, lifetimes } = createServices({
      config,
      models: createLiveModels(config.models),
      telemetry,
      metrics,
      leaving: new AbortController().signal,
      stopping: new AbortController().signal,
    });
    lifecycle = createLifecycle({ services: lifetimes, onStopFailure: () => {} });
    await lifecycle.start();
    app = createApp({ services, version: '1', ...config.http });
  };
  const ready = () => eventually(async () => (await supertest(app).get('/readyz')).status === 200);
  const submit = (presented = key, body: object = { prompt: 'canary' }) =>
    supertest(app).post('/v1/tasks').set('x-api-key', presented).send(body);
  const read = (id: string, presented = key) => supertest(app).get(`/v1/tasks/${id}`).set('x-api-key', presented);
  const connect = () => {
    const redis = new Redis(server.url, { maxRetriesPerRequest: null });
    direct.push(redis);
    return redis;
  };
  const makeKey = async (limits?: KeyLimits) => {
    const apiKeys = createApiKeyStore({ redis: connect(), keys: createKeys('{millrace}') });
    const outcome = await apiKeys.create({ tenant: 'gamma', scopes: ['tasks'], ...(limits && { limits }) }, commandLine);
    if (outcome.kind !== 'created') throw new Error(outcome.kind);
    return { apiKeys, made: outcome.created };
  };
  const timed = async (asking: PromiseLike<supertest.Response>) => {
    const began = performance.now();
    const answer = await asking;
    return {
      status: answer.status,
      code: answer.body.code as string,
      retryAfter: answer.headers['retry-after'],
      ms: performance.now() - began,
    };
  };

  beforeEach(async () => {
    server = await startRedis();
  });
  afterEach(async () => {
    await lifecycle.stop();
    for (const redis of direct.splice(0)) redis.disconnect();
    await server.close();
  });

  it('stores what was submitted, and shows it to its tenant only', async () => {
    await start();
    await ready();
    const { id } = (await submit().expect(202)).body;
    expect((await read(id).expect(200)).body).toMatchObject({ id, status: 'queued', waiting_reason: 'no_workers', model: 'gpt-4o-mini' });
    expect((await read(id, otherKey).expect(404)).body.code).toBe('unknown_task');
    await supertest(app).get(`/status/${id}`).set('x-api-key', key).expect(200, { status: 'processing' });
  });

  it('shows queue depth and open tasks to Prometheus, and never a prompt', async () => {
    await start();
    await ready();
    await submit().expect(202);
    await submit(key, { prompt: 'canary', model: 'large' }).expect(202);
    const text = await metrics.render();
    expect(text).toContain('millrace_queue_depth{route="large",state="queued"} 1');
    expect(text).toContain('millrace_ledger{entry="open"} 2');
    expect(text).toContain('millrace_ledger{entry="submitted"} 2');
    expect(text).toContain('millrace_redis_up 1');
    expect(text).not.toContain('canary');
  });

  it('shows Prometheus how many tasks are held for the limit of their key', async () => {
    await start();
    await ready();
    const { made } = await makeKey({ maxInFlight: 1 });
    for (const _ of [1, 2, 3]) await submit(made.key, { prompt: 'canary', model: 'large' }).expect(202);
    const text = await metrics.render();
    expect(text).toContain('millrace_held_tasks{route="large"} 2');
    expect(text).toContain('millrace_held_tasks{route="gpt-4o-mini"} 0');
  });

  it('shows Bull Board the way to a task, and never what it asks', async () => {
    const login = { user: 'ada', password: 'correct-horse-battery' };
    await start({ MILLRACE_ADMIN_USER: login.user, MILLRACE_ADMIN_PASSWORD: login.password });
    await ready();
    const { id } = (await submit(key, { prompt: 'canary', metadata: { canary: 'canary' } }).expect(202)).body;
    const visitor = supertest.agent(app);
    await visitor.post('/admin/login').type('form').send(login).expect(303);
    const list = await visitor.get('/admin/queues/api/queues?activeQueue=gpt-4o-mini&status=latest&page=1').expect(200);
    const job = await visitor.get(`/admin/queues/api/queues/gpt-4o-mini/${id}.1`).expect(200);
    for (const { text } of [list, job]) {
      expect(text).toContain(id);
      expect(text).not.toContain('canary');
    }
    const page = await visitor.get('/admin/queues').expect(200);
    expect(page.headers).not.toHaveProperty('x-powered-by');
    expect(page.text).not.toMatch(/<script>/);
    server.freeze();
    await visitor.get('/admin/queues/api/queues?activeQueue=gpt-4o-mini').expect(503);
    server.thaw();
  });

  it('enforces the limit of tasks per key, also when it is used through several operations', async () => {
    await start({ MILLRACE_LIMIT_TASKS: '2/minute' });
    await ready();
    await submit().expect(202);
    await supertest(app).post('/process').set('x-api-key', key).send({ prompt: 'x' }).expect(202);
    const refused = await submit().expect(429);
    expect(refused.headers.ratelimit).toMatch(/^"tasks";r=0;t=\d+$/);
    await submit(otherKey).expect(202);
  });

  it('counts reads, /predict and wrong keys in Redis, so that all instances share them', async () => {
    await start({ MILLRACE_LIMIT_READS: '3/minute', MILLRACE_PREDICT_WAIT_SECONDS: '0', MILLRACE_LIMIT_AUTH_FAILURES: '1/minute' });
    await ready();
    const predict = () => supertest(app).post('/predict').set('x-api-key', key).send({ prompt: 'x' });
    for (let question = 0; question < 4; question += 1) await predict().expect(202);
    await supertest(app).get('/v1/models').set('x-api-key', key).expect(200);
    await supertest(app).get('/v1/models').set('x-api-key', 'wrong').expect(401);
    await lifecycle.stop();
    await start({ MILLRACE_LIMIT_READS: '3/minute', MILLRACE_PREDICT_WAIT_SECONDS: '0', MILLRACE_LIMIT_AUTH_FAILURES: '1/minute' });
    await ready();
    await predict().expect(202);
    await predict().expect(429);
    const { headers } = await supertest(app).get('/v1/models').set('x-api-key', key).expect(200);
    expect(headers.ratelimit).toMatch(/^"reads";r=1;/);
    await supertest(app).get('/v1/models').set('x-api-key', 'wrong').expect(429);
    await supertest(app).get('/v1/models').set('x-api-key', key).expect(200);
  });

  it('takes a key that was made at run time, and refuses it within a second of its end', async () => {
    await start();
    await ready();
    const { apiKeys, made } = await makeKey();
    await submit(made.key).expect(202);
    await submit(`${made.key.slice(0, -1)}${made.key.endsWith('a') ? 'b' : 'a'}`).expect(401);
    await apiKeys.revoke(made.apiKey.id, commandLine);
    await eventually(async () => (await submit(made.key)).status === 401);
  });

  it('refuses a submission when the queue is full', async () => {
    await start({ MILLRACE_MAX_OPEN_TASKS: '1' });
    await ready();
    await submit().expect(202);
    expect((await submit().expect(503)).body.code).toBe('queue_full');
  });

  it('starts while Redis is away, says so within two seconds, and recovers alone', async () => {
    await server.stop();
    await start();
    await supertest(app).get('/livez').expect(200);
    await supertest(app)
      .get('/readyz')
      .expect(503, { status: 'unavailable', checks: { redis: 'away' } });
    for (const asking of [submit(), read('task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1'), submit('an-unknown-key')]) {
      const { status, code, retryAfter, ms } = await timed(asking);
      expect({ status, code, retryAfter }).toEqual({ status: 503, code: 'store_unavailable', retryAfter: '2' });
      expect(ms).toBeLessThan(slowest);
    }
    await supertest(app).get('/v1/models').set('x-api-key', key).expect(200);
    await server.start();
    await ready();
    await submit().expect(202);
  });

  it('says so within two seconds too when Redis hangs, and goes on when it wakes', async () => {
    await start({ MILLRACE_PREDICT_WAIT_SECONDS: '60' });
    await ready();
    const { id } = (await submit().expect(202)).body;
    server.freeze();
    const predict = supertest(app).post('/predict').set('x-api-key', key).send({ prompt: 'x' });
    const answers = await Promise.all([submit(), read(id), predict, submit('an-unknown-key'), submit('mr_abcdefgh_')].map(timed));
    server.thaw();
    for (const { status, code, ms } of answers) {
      expect({ status, code }).toEqual({ status: 503, code: 'store_unavailable' });
      expect(ms).toBeLessThan(slowest);
    }
    await eventually(async () => (await read(id)).status === 200);
  });
});
