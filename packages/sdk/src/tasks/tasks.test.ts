import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MillraceTimeoutError } from '../errors/millrace-timeout-error.js';
import { clientOf } from '../testing/client-of.js';
import { hangUp, json, problem } from '../testing/replies.js';
import { type ScriptedApi, startApi } from '../testing/start-api.js';

describe('tasks', () => {
  let api: ScriptedApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const client = (options: Parameters<typeof clientOf>[1] = {}) => clientOf(api.url, options).millrace;
  const asked = () => api.asked.map(({ method, url }) => `${method} ${url}`);
  const running = json(200, { id: 'task_1', status: 'running' });
  const succeeded = json(200, { id: 'task_1', status: 'succeeded' });

  it.each(['succeeded', 'failed', 'cancelled', 'expired'])('are waited for until they have %s', async (status) => {
    api.replies(running, json(200, { id: 'task_1', status }));
    expect((await client().tasks.wait('task_1')).status).toBe(status);
    expect(asked()).toEqual(['GET /v1/tasks/task_1?wait=30', 'GET /v1/tasks/task_1?wait=30']);
  });

  it('are waited for over outages, for as long as the client tries to come back', async () => {
    const { millrace, pauses } = clientOf(api.url, { maxRetries: 1, reconnectForMs: 60_000 });
    api.replies(running, hangUp, problem(503, 'store_unavailable'), hangUp, running, hangUp, succeeded);
    expect((await millrace.tasks.wait('task_1')).status).toBe('succeeded');
    // An answer comes early when an instance is being stopped, and counts as a break.
    expect(pauses).toEqual([500, 1000, 2000, 4000, 500, 1000]);
  });

  it('are waited for no longer than the caller wants, and the caller is told how far they were', async () => {
    api.replies(running, () => {});
    const error = await client({ maxRetries: 1000 })
      .tasks.wait('task_1', { timeoutMs: 300 })
      .catch((reason) => reason);
    expect(error).toBeInstanceOf(MillraceTimeoutError);
    expect(error.message).toMatch(/300 ms/);
  });

  it('can be submitted and waited for in one call', async () => {
    api.replies(hangUp, succeeded);
    expect((await client().tasks.run({ prompt: 'p' })).status).toBe('succeeded');
    expect(asked()).toEqual(['POST /v1/tasks', 'POST /v1/tasks']);
    expect(api.asked[0]?.headers.prefer).toBe('wait=30');
    expect(api.asked[0]?.headers['idempotency-key']).toBe(api.asked[1]?.headers['idempotency-key']);
    api.replies(json(202, { id: 'task_1', status: 'queued' }), succeeded);
    expect((await client().tasks.run({ prompt: 'p' })).status).toBe('succeeded');
    expect(asked()).toEqual(['POST /v1/tasks', 'GET /v1/tasks/task_1?wait=30']);
  });

  it('are read, steered and erased by their id', async () => {
    const { tasks } = client();
    api.replies(succeeded);
    await tasks.get('task_1');
    await tasks.get('task_1', { waitSeconds: 5 });
    await tasks.cancel('task_1');
    await tasks.retry('task_1');
    await tasks.erase('../keys');
    expect(asked()).toEqual([
      'GET /v1/tasks/task_1',
      'GET /v1/tasks/task_1?wait=5',
      'POST /v1/tasks/task_1/cancel',
      'POST /v1/tasks/task_1/retry',
      'DELETE /v1/tasks/..%2Fkeys',
    ]);
  });

  it('are listed page by page, each asked for when it is needed', async () => {
    const page = (ids: string[], next?: string) =>
      json(200, { object: 'list', data: ids.map((id) => ({ id })), has_more: next !== undefined, next_cursor: next });
    api.replies(page(['a', 'b'], 'c1'), page([], 'c2'), page(['c']));
    const created_after = new Date(0);
    const ids: string[] = [];
    const pagesBefore: number[] = [];
    for await (const { id } of client().tasks.list({ status: ['queued', 'running'], created_after, metadata: 'a:b&c' })) {
      ids.push(id);
      pagesBefore.push(api.asked.length);
    }
    expect([ids, pagesBefore]).toEqual([
      ['a', 'b', 'c'],
      [1, 1, 3],
    ]);
    for (const { url } of api.asked) {
      const query = new URL(url, api.url).searchParams;
      expect(query.get('status')).toBe('queued,running');
      expect(query.get('created_after')).toBe('1970-01-01T00:00:00.000Z');
      expect(query.get('metadata')).toBe('a:b&c');
    }
    expect(api.asked.map(({ url }) => new URL(url, api.url).searchParams.get('cursor'))).toEqual([null, 'c1', 'c2']);
  });

  it('come with the health of the api, also when that is bad, and nothing when none answers', async () => {
    const away = { status: 'unavailable', checks: { redis: 'away' } };
    api.replies(json(503, away));
    expect(await client().health()).toEqual(away);
    api.replies(problem(503, 'api_unavailable'));
    await expect(client().health()).rejects.toThrow('no api');
    expect(asked()).toEqual(['GET /readyz']);
  });

  it('take no address and no key that cannot be one, and do not repeat the key', () => {
    for (const url of ['', 'localhost:3000', 'ftp://host', 'http://host/?x=1', 'http://me:secret@host'])
      expect(() => client({ url })).toThrow(TypeError);
    for (const apiKey of ['', 'secret key', 'secret\n']) {
      const made = () => client({ apiKey });
      expect(made).toThrow(TypeError);
      expect(made).not.toThrow(/secret/);
    }
  });
});
