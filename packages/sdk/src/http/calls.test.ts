import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Millrace } from '../millrace.js';
import { clientOf } from '../testing/client-of.js';
import { hangUp, json, problem } from '../testing/replies.js';
import { type ScriptedApi, startApi } from '../testing/start-api.js';

interface Made {
  readonly request: string;
  readonly call: (millrace: Millrace) => Promise<unknown>;
  readonly body?: object;
}

const first = <T>(items: AsyncIterator<T>): Promise<unknown> => items.next();
const endpoint = { url: 'https://example.com/hook' };
const key = { name: 'n', tenant: 't', scopes: ['tasks' as const] };

const calls: readonly Made[] = [
  { request: 'GET /v1/models', call: ({ models }) => models.list() },
  { request: 'GET /v1/webhooks', call: ({ webhooks }) => webhooks.list() },
  { request: 'GET /v1/webhooks/we_1', call: ({ webhooks }) => webhooks.get('we_1') },
  { request: 'PATCH /v1/webhooks/we_1', call: ({ webhooks }) => webhooks.update('we_1', { enabled: true }), body: { enabled: true } },
  { request: 'DELETE /v1/webhooks/we_1', call: ({ webhooks }) => webhooks.delete('we_1') },
  {
    request: 'GET /v1/webhooks/deliveries?webhook_id=we_1&status=failed%2Cpending',
    call: ({ webhooks }) => first(webhooks.deliveries({ webhook_id: 'we_1', status: ['failed', 'pending'] })),
  },
  { request: 'GET /v1/webhooks/deliveries?status=failed', call: ({ webhooks }) => webhooks.deliveriesPage({ status: 'failed' }) },
  { request: 'GET /v1/webhooks/deliveries/msg_1', call: ({ webhooks }) => webhooks.delivery('msg_1') },
  { request: 'GET /v1/webhooks/signing-secret', call: ({ webhooks }) => webhooks.signingSecret() },
  { request: 'GET /v1/keys?tenant=acme', call: ({ keys }) => first(keys.list({ tenant: 'acme' })) },
  { request: 'GET /v1/keys?limit=2', call: ({ keys }) => keys.page({ limit: 2 }) },
  { request: 'GET /v1/keys/k1', call: ({ keys }) => keys.get('k1') },
  { request: 'PATCH /v1/keys/k1', call: ({ keys }) => keys.update('k1', { expires_at: null }), body: { expires_at: null } },
  { request: 'DELETE /v1/keys/k1', call: ({ keys }) => keys.revoke('k1') },
  { request: 'GET /v1/queues', call: ({ queues }) => queues.list() },
  { request: 'GET /v1/queues/r1', call: ({ queues }) => queues.get('r1') },
  { request: 'POST /v1/queues/r1/pause', call: ({ queues }) => queues.pause('r1') },
  { request: 'POST /v1/queues/r1/resume', call: ({ queues }) => queues.resume('r1') },
  {
    request: 'GET /v1/queues/r1/dead-letters?code=cancelled',
    call: ({ queues }) => first(queues.deadLetters('r1', { code: 'cancelled' })),
  },
  { request: 'GET /v1/queues/r1/dead-letters?cursor=c', call: ({ queues }) => queues.deadLettersPage('r1', { cursor: 'c' }) },
  { request: 'POST /v1/queues/r1/redrive', call: ({ queues }) => queues.redrive('r1', { limit: 5 }), body: { limit: 5 } },
  { request: 'GET /v1/workers', call: ({ workers }) => workers.list() },
  { request: 'GET /v1/audit', call: ({ audit }) => first(audit.list()) },
  { request: 'GET /v1/audit?limit=1', call: ({ audit }) => audit.page({ limit: 1 }) },
];

/** Each of these makes something anew whenever it is sent. */
const acts: readonly Made[] = [
  { request: 'POST /v1/webhooks', call: ({ webhooks }) => webhooks.create(endpoint), body: endpoint },
  {
    request: 'POST /v1/webhooks/we_1/rotate',
    call: ({ webhooks }) => webhooks.rotate('we_1', { overlap_seconds: 5 }),
    body: { overlap_seconds: 5 },
  },
  { request: 'POST /v1/webhooks/we_1/test', call: ({ webhooks }) => webhooks.test('we_1') },
  { request: 'POST /v1/webhooks/deliveries/msg_1/replay', call: ({ webhooks }) => webhooks.replay('msg_1') },
  { request: 'POST /v1/webhooks/signing-secret/rotate', call: ({ webhooks }) => webhooks.rotateSigningSecret() },
  { request: 'POST /v1/keys', call: ({ keys }) => keys.create(key), body: key },
  { request: 'POST /v1/keys/k1/rotate', call: ({ keys }) => keys.rotate('k1') },
];

describe('calls', () => {
  let api: ScriptedApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const list = json(200, { object: 'list', data: [], has_more: false });
  const asked = () => api.asked.map(({ method, url }) => `${method} ${url}`);

  it.each([...calls, ...acts])('are made: $request', async ({ request, call, body }) => {
    api.replies(list);
    await call(clientOf(api.url).millrace);
    expect(asked()).toEqual([request]);
    expect(api.asked[0]?.body).toBe(body === undefined ? '' : JSON.stringify(body));
  });

  it.each(calls)('are repeated after a lost answer: $request', async ({ request, call }) => {
    api.replies(hangUp, list);
    await call(clientOf(api.url).millrace);
    expect(asked()).toEqual([request, request]);
  });

  it.each(acts)('are repeated only if nothing was done: $request', async ({ request, call }) => {
    for (const lost of [hangUp, problem(503, 'store_unavailable'), problem(502, 'http_502')]) {
      api.replies(lost, list);
      await expect(call(clientOf(api.url).millrace)).rejects.toThrow();
      expect(asked()).toEqual([request]);
    }
    for (const undone of [problem(429, 'rate_limited'), problem(503, 'shutting_down')]) {
      api.replies(undone, list);
      await call(clientOf(api.url).millrace);
      expect(asked()).toEqual([request, request]);
    }
  });

  it('are repeated when nobody was there to be asked', async () => {
    const nobody = await startApi();
    await nobody.close();
    const { millrace, pauses } = clientOf(nobody.url, { maxRetries: 3 });
    await expect(millrace.keys.create(key)).rejects.toMatchObject({ name: 'MillraceConnectionError', unsent: true });
    expect(pauses).toHaveLength(3);
  });
});
