import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MillraceConnectionError } from './errors/millrace-connection-error.js';
import { MillraceError } from './errors/millrace-error.js';
import type { RetryNotice } from './http/retry-notice.js';
import { clientOf } from './testing/client-of.js';
import { breakOff, hangUp, json, problem } from './testing/replies.js';
import { type ScriptedApi, startApi } from './testing/start-api.js';

describe('a call', () => {
  let api: ScriptedApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const task = { id: 'task_1', status: 'queued' };
  const submitted = { prompt: 'hello' };
  const keys = () => api.asked.map(({ headers }) => headers['idempotency-key']);

  it('carries the key, the body, and an idempotency key that no other call has', async () => {
    const { millrace } = clientOf(`${api.url}/`);
    api.replies(json(202, task));
    expect(await millrace.tasks.submit(submitted)).toEqual(task);
    await millrace.tasks.submit(submitted);
    expect(api.asked[0]).toMatchObject({ method: 'POST', url: '/v1/tasks', headers: { 'x-api-key': 'key-1' } });
    expect(JSON.parse(api.asked[0]?.body ?? '')).toEqual(submitted);
    expect(new Set(keys()).size).toBe(2);
    expect(keys()).not.toContain(undefined);
  });

  it.each([
    ['no answer at all', hangUp],
    ['an answer that breaks off', breakOff],
    ['408', json(408, {})],
    ['429', problem(429, 'rate_limited')],
    ['502', json(502, {})],
    ['503', problem(503, 'store_unavailable')],
    ['504', json(504, {})],
  ])('is repeated after %s, as the same submission', async (_name, reply) => {
    const { millrace } = clientOf(api.url);
    api.replies(reply, reply, json(202, task));
    expect(await millrace.tasks.submit(submitted)).toEqual(task);
    expect(keys()).toHaveLength(3);
    expect(new Set(keys()).size).toBe(1);
  });

  it('is repeated as often as it may be, and then throws what went wrong', async () => {
    const notices: RetryNotice[] = [];
    const { millrace } = clientOf(api.url, { maxRetries: 2, onRetry: (notice) => notices.push(notice) });
    api.replies(problem(503, 'queue_full', { 'retry-after': '7' }));
    const error = await millrace.tasks.submit(submitted).catch((reason) => reason);
    expect(error).toBeInstanceOf(MillraceError);
    expect(error).toMatchObject({ status: 503, code: 'queue_full', retryable: true, retryAfterMs: 7000, requestId: 'r1' });
    expect(error.problem.detail).toBe('because of queue_full');
    expect(api.asked).toHaveLength(3);
    expect(notices.map(({ retry, method, path }) => [retry, method, path])).toEqual([
      [1, 'POST', '/v1/tasks'],
      [2, 'POST', '/v1/tasks'],
    ]);
    api.replies(hangUp);
    await expect(millrace.tasks.submit(submitted)).rejects.toBeInstanceOf(MillraceConnectionError);
  });

  it.each([
    [400, 'invalid_body'],
    [401, 'unknown_key'],
    [404, 'unknown_task'],
    [409, 'task_not_ended'],
    [422, 'idempotency_key_reused'],
    [500, 'internal_error'],
  ])('is not repeated after %i', async (status, code) => {
    const { millrace } = clientOf(api.url);
    api.replies(problem(status, code));
    await expect(millrace.tasks.submit(submitted)).rejects.toMatchObject({ status, code });
    expect(api.asked).toHaveLength(1);
  });

  it('is not repeated when its problem says that this is of no use', async () => {
    const { millrace } = clientOf(api.url);
    api.replies(json(503, { code: 'no_route', status: 503, detail: 'gone', retryable: false }));
    await expect(millrace.tasks.submit(submitted)).rejects.toMatchObject({ code: 'no_route', retryable: false });
    expect(api.asked).toHaveLength(1);
  });

  it('waits up to twice as long before each retry, and no less than the answer asks for', async () => {
    api.replies(hangUp);
    const spread = clientOf(api.url, { maxRetries: 6 });
    await expect(spread.millrace.tasks.submit(submitted)).rejects.toThrow();
    expect(spread.pauses).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
    const lucky = clientOf(api.url, { maxRetries: 2, random: () => 0 });
    await expect(lucky.millrace.tasks.submit(submitted)).rejects.toThrow();
    expect(lucky.pauses).toEqual([0, 0]);
    const told = clientOf(api.url, { maxRetries: 2, random: () => 0.5 });
    api.replies(problem(429, 'rate_limited', { 'retry-after': '3' }));
    await expect(told.millrace.tasks.submit(submitted)).rejects.toThrow();
    expect(told.pauses).toEqual([3250, 3500]);
  });

  it('does not keep its caller for longer than a minute because of one answer', async () => {
    const { millrace, pauses } = clientOf(api.url);
    api.replies(problem(429, 'rate_limited', { 'retry-after': '61' }));
    await expect(millrace.tasks.submit(submitted)).rejects.toMatchObject({ retryAfterMs: 61_000 });
    expect(pauses).toEqual([]);
  });

  it('reads a Retry-After that is a date', async () => {
    const { millrace } = clientOf(api.url);
    api.replies(problem(429, 'rate_limited', { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }));
    const { retryAfterMs } = await millrace.tasks.submit(submitted).catch((reason) => reason);
    expect(retryAfterMs).toBeGreaterThan(3_000_000);
    expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
  });

  it('is given up the moment its signal says so, in whatever it is', async () => {
    const { millrace } = clientOf(api.url);
    const given = new AbortController();
    api.replies(() => given.abort(new Error('enough')));
    await expect(millrace.tasks.get('task_1', { signal: given.signal })).rejects.toThrow('enough');
    await expect(millrace.tasks.get('task_1', { signal: given.signal })).rejects.toThrow('enough');
    expect(api.asked).toHaveLength(1);
  });

  it('is repeated when nothing comes for too long', async () => {
    const { millrace } = clientOf(api.url, { timeoutMs: 50, maxRetries: 100 });
    api.replies(() => {}, json(200, task));
    expect(await millrace.tasks.get('task_1')).toEqual(task);
  });

  it('goes nowhere else with its key', async () => {
    const { millrace } = clientOf(api.url);
    api.replies(json(308, {}, { location: 'https://example.invalid/v1/tasks' }));
    await expect(millrace.tasks.submit(submitted)).rejects.toThrow('https://example.invalid/v1/tasks');
    expect(api.asked).toHaveLength(1);
  });

  it('says so when what answers is not an api', async () => {
    const { millrace } = clientOf(api.url);
    api.replies((response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
    await expect(millrace.tasks.get('task_1')).rejects.toMatchObject({ code: 'not_millrace', retryable: false });
    api.replies((response) => void response.writeHead(404).end('<html>'));
    await expect(millrace.tasks.get('task_1')).rejects.toMatchObject({ code: 'http_404', retryable: false });
  });
});
