import { describe, expect, it } from '@jest/globals';
import { type Operation, operations, type ProblemCode, problemDocument, problems, problemsOf } from '@millrace/contracts';
import { StoreUnavailableError } from '@millrace/store';
import supertest from 'supertest';
import { type AppUnderTestOptions, adminOnlyKey, appUnderTest, key } from '../fakes/app-under-test.js';
import { taskId } from '../fakes/stored-task.js';
import { deliveryId, testWebhooks, webhookId } from '../fakes/test-webhooks.js';

const all: readonly Operation[] = Object.values(operations);
const keyed = all.filter(({ access }) => access !== 'none');
const scoped = keyed.filter(({ scope }) => scope);
const bodied = keyed.filter(({ body }) => body);
/** Those that fail as a whole when the store does: models come from the settings, and of many tasks each has an answer of its own. */
const storing = keyed.filter(({ id }) => id !== 'listModels' && id !== 'submitBulk');
const names = (some: readonly Operation[]) =>
  some.map((operation) => [`${operation.method.toUpperCase()} ${operation.path}`, operation] as const);

const keyId = '9f86d081';

/** A path of this operation, with an id that could be one. */
const pathOf = ({ path, tag }: Operation): string => {
  const webhook = path.startsWith('/v1/webhooks/deliveries') ? deliveryId : path.startsWith('/v1/webhooks') ? webhookId : undefined;
  return path.replace('{route}', 'small').replace(/\{\w+\}/, webhook ?? (tag === 'Keys' ? keyId : taskId));
};
const keyOf = ({ scope }: Operation): string => (scope === 'admin' ? adminOnlyKey : key);
const keyWithoutScope = ({ scope }: Operation): string => (scope === 'admin' ? key : adminOnlyKey);

/** The first example of its body. */
const bodyOf = ({ body }: Operation): object => body?.meta()?.examples?.[0] as object;

/** A request of this operation that nothing is wrong with. */
const call = (operation: Operation, options?: AppUnderTestOptions) => {
  const under = appUnderTest(options);
  const request = supertest(under.app)[operation.method](pathOf(operation)).set('x-api-key', keyOf(operation));
  return { ...under, request: operation.body ? request.type('json').send(JSON.stringify(bodyOf(operation))) : request };
};

/** Services that all fail alike. */
const failing = (error: Error): AppUnderTestOptions => {
  const fail = () => Promise.reject(error);
  const allFail = new Proxy({} as never, { get: () => fail });
  const queues = { readQueues: fail, readProviders: fail, pauseQueue: fail, listWorkers: fail, deadLetters: allFail };
  const { newSecret, judgeUrl } = testWebhooks();
  const webhooks = { endpoints: allFail, deliveries: allFail, secrets: allFail, replayDelivery: fail, testDelivery: fail };
  return {
    services: {
      submitTask: fail,
      submitBulk: fail,
      readTask: fail,
      listTasks: fail,
      cancelTask: fail,
      eraseTask: fail,
      ...queues,
      apiKeys: allFail,
      audit: allFail,
      readUsage: fail,
      webhooks: { ...webhooks, newSecret, judgeUrl },
    },
  };
};

const expectProblem = (operation: Operation, answer: supertest.Response, code: ProblemCode) => {
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(problemDocument.parse(answer.body)).toMatchObject({ code, status: problems[code].status, type: `/docs/errors/${code}` });
  expect(answer.status).toBe(problems[code].status);
  expect(answer.body.request_id).toBe(answer.headers['x-request-id']);
  if (code !== 'method_not_allowed') expect(problemsOf(operation)).toContain(code);
};

describe('every operation', () => {
  it.each(names(all))('%s carries an id, and no header that tells what runs', async (_name, operation) => {
    const { headers } = await call(operation).request.set('x-request-id', 'mine_1.2-3');
    expect(headers['x-request-id']).toBe('mine_1.2-3');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('etag');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  it.each(names(all))('%s takes no odd request id for its own', async (_name, operation) => {
    const { headers } = await call(operation).request.set('x-request-id', 'a b"{}');
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each(names(all))('%s refuses other methods and names its own', async (_name, operation) => {
    const own: readonly string[] = all.filter(({ path }) => path === operation.path).map(({ method }) => method);
    const allowed = own.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
    for (const method of (['put', 'patch', 'delete', 'options'] as const).filter((other) => !own.includes(other))) {
      const { app } = appUnderTest();
      const answer = await supertest(app)[method](pathOf(operation));
      expectProblem(operation, answer, 'method_not_allowed');
      expect(answer.headers.allow).toBe(allowed.join(', '));
    }
  });
});

describe('every operation under keys', () => {
  it.each(names(keyed))('%s asks for a key', async (_name, operation) => {
    const answer = await call(operation).request.unset('x-api-key');
    expectProblem(operation, answer, operation.access === 'seed' ? 'invalid_key' : 'missing_key');
    expect(answer.headers['www-authenticate']).toBe(operation.access === 'seed' ? undefined : 'Bearer realm="millrace"');
  });

  it.each(names(keyed))('%s refuses an unknown key', async (_name, operation) => {
    const answer = await call(operation).request.set('x-api-key', 'no-such-key');
    expectProblem(operation, answer, operation.access === 'seed' ? 'invalid_key' : 'unknown_key');
    expect(answer.text).not.toContain('no-such-key');
  });

  it.each(names(keyed))('%s refuses two different keys', async (_name, operation) => {
    expectProblem(operation, await call(operation).request.set('authorization', 'Bearer another'), 'conflicting_keys');
  });

  it.each(names(scoped))('%s refuses a key without its scope', async (_name, operation) => {
    const answer = await call(operation).request.set('x-api-key', keyWithoutScope(operation));
    expectProblem(operation, answer, 'missing_scope');
    expect(answer.body.detail).toContain(`"${operation.scope}"`);
  });

  it.each(names(keyed))(
    '%s tells an address that tried too many wrong keys to wait, and still takes a right one',
    async (_name, operation) => {
      const { app } = appUnderTest({ limits: { authFailures: 2 } });
      const ask = (presented: string) => supertest(app)[operation.method](pathOf(operation)).set('x-api-key', presented);
      await ask('wrong-1');
      await ask('wrong-2');
      const refused = await ask('wrong-3');
      expectProblem(operation, refused, 'too_many_wrong_keys');
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect([401, 403, 429]).not.toContain((await ask(keyOf(operation))).status);
    },
  );

  it.each(names(keyed))('%s obeys the limit of the address', async (_name, operation) => {
    const { app, request, telemetry } = call(operation, { limits: { address: 1 } });
    await supertest(app).get('/nowhere').expect(404);
    const answer = await request;
    expectProblem(operation, answer, 'rate_limited');
    expect(answer.headers.ratelimit).toMatch(/^"address";r=0;t=\d+$/);
    expect(telemetry.refusals).toEqual(['address']);
  });

  it.each(names(keyed))('%s obeys a limit of its own', async (_name, operation) => {
    const { app, request } = call(operation, { limits: { operations: { [operation.id]: 1 } } });
    await supertest(app)[operation.method](pathOf(operation)).set('x-api-key', keyOf(operation));
    expectProblem(operation, await request, 'rate_limited');
  });

  it.each(names(keyed))('%s refuses query parameters by name', async (_name, operation) => {
    const answer = await call(operation).request.query({ wiat: 'canary' });
    expectProblem(operation, answer, 'invalid_query');
    expect(answer.body.errors).toEqual([{ parameter: 'wiat', detail: 'unknown parameter' }]);
    expect(answer.text).not.toContain('canary');
  });

  it.each(names(keyed))('%s answers 503 when an unknown key cannot be looked up', async (_name, operation) => {
    const storedKey = () => Promise.reject(new StoreUnavailableError('away'));
    const answer = await call(operation, { services: { storedKey } }).request.set('x-api-key', 'mr_abcdefgh_x');
    expectProblem(operation, answer, 'store_unavailable');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each(names(storing))('%s answers 503 while Redis is away', async (_name, operation) => {
    const answer = await call(operation, failing(new StoreUnavailableError('away'))).request;
    expectProblem(operation, answer, 'store_unavailable');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each(names(storing))('%s says so when it fails because the instance stops', async (_name, operation) => {
    const { request, stopping } = call(operation, failing(new StoreUnavailableError('away')));
    stopping.abort();
    expectProblem(operation, await request, 'shutting_down');
  });

  it.each(names(storing))('%s tells the log, not the caller, what nobody foresaw', async (_name, operation) => {
    const { request, telemetry } = call(operation, failing(new Error('secret detail')));
    const answer = await request;
    expectProblem(operation, answer, 'internal_error');
    expect(answer.text).not.toContain('secret detail');
    expect(telemetry.failures).toMatchObject([{ code: 'internal_error', route: operation.path, requestId: answer.body.request_id }]);
  });
});

describe('every operation with a body', () => {
  it.each(names(bodied))('%s refuses what is not labelled as JSON in UTF-8', async (_name, operation) => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
      'json',
      'application/jsonx',
    ]) {
      expectProblem(operation, await call(operation).request.set('content-type', type), 'unsupported_media_type');
    }
  });

  it.each(names(bodied))('%s refuses a compressed body', async (_name, operation) => {
    expectProblem(operation, await call(operation).request.set('content-encoding', 'gzip'), 'unsupported_media_type');
  });

  it.each(names(bodied))('%s refuses a body above the limit', async (_name, operation) => {
    const { request, submissions } = call(operation, { bodyLimitBytes: 100, bulkLimitBytes: 100 });
    const answer = await request.send(`{"prompt":"${'x'.repeat(200)}"}`);
    expectProblem(operation, answer, 'body_too_large');
    expect(answer.body.detail).toContain('100 bytes');
    expect(submissions).toHaveLength(0);
  });

  it.each(names(bodied))('%s asks who is calling before it reads a body', async (_name, operation) => {
    const answer = await call(operation).request.unset('x-api-key').send('{"prompt":');
    expectProblem(operation, answer, operation.access === 'seed' ? 'invalid_key' : 'missing_key');
  });
});
