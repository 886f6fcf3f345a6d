import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CreatedKey, WebhookDeliveryView, WebhookEndpointList } from '@millrace/contracts';
import { type Cluster, startCluster, key as testsKey } from '@millrace/testing';
import fc from 'fast-check';
import type { Schemas } from './fuzz/json-schema.js';
import { type DescribedOperation, type FuzzedRequest, requestsOf } from './fuzz/requests-of.js';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Schemas };
}

/** Answers that any path can get before it is known which operation is meant. */
const ofNoOperation = new Set(['unknown_path', 'method_not_allowed', 'invalid_request']);

const adminKey = 'admin-key-of-the-fuzz-0123456';
const forAdmins = /^\/v1\/(keys|queues|workers|audit)/;
/** A route of its own to pause and resume: the other one has work to do. */
const paused = 'paused-by-the-fuzz';

describe('requests made from the OpenAPI document', () => {
  let cluster: Cluster;
  let document: Document;
  let ids: string[];

  beforeAll(async () => {
    const env = {
      MILLRACE_PREDICT_WAIT_SECONDS: '1',
      MILLRACE_ROUTE_LIMITS: 'POST /predict=100000/minute',
      MILLRACE_API_KEYS: `tests:${testsKey},ops:${adminKey}:admin`,
      MILLRACE_MODELS: paused,
    };
    cluster = await startCluster({ env });
    document = (await cluster.caller.ask<Document>('/openapi.json')).body;
    ids = await Promise.all(Array.from({ length: 20 }, (_, n) => cluster.caller.submit({ prompt: `of the fuzz, ${n}` })));
  });
  afterAll(() => cluster.stop());

  const newKey = async (): Promise<string> => {
    const body = { name: 'of the fuzz', tenant: 'fuzz', scopes: ['tasks'] };
    return (await cluster.callerWith(adminKey).ask<CreatedKey>('/v1/keys', { body })).body.id;
  };

  /** Some of whatever a path names, also after all of it was deleted. */
  const idsIn = async (path: string): Promise<readonly string[]> => {
    if (path.startsWith('/v1/queues')) return [paused];
    if (path.startsWith('/v1/keys')) return [await newKey()];
    if (!path.startsWith('/v1/webhooks')) return ids;
    const { ask } = cluster.caller;
    await ask('/v1/webhooks', { body: { url: 'https://receiver.invalid/hook' } });
    const endpoints = (await ask<WebhookEndpointList>('/v1/webhooks')).body.data.map(({ id }) => id);
    if (!path.startsWith('/v1/webhooks/deliveries')) return endpoints;
    return [(await ask<WebhookDeliveryView>(`/v1/webhooks/${endpoints[0]}/test`, { method: 'POST' })).body.id];
  };

  const send = async (method: string, { path, headers, body }: FuzzedRequest) => {
    const key = forAdmins.test(path) ? adminKey : testsKey;
    const response = await fetch(`${cluster.apis[0]?.address}${path}`, {
      method,
      headers: { 'x-api-key': key, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body }),
    });
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith('text/event-stream')) await response.body?.cancel();
    return { status: response.status, type, text: type.startsWith('text/event-stream') ? '' : await response.text() };
  };

  it('get answers that it describes, and never one that blames the server', async () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const { schemas } = document.components;
        const known = await idsIn(path);
        await fc.assert(
          fc.asyncProperty(requestsOf(path, operation, { schemas, ids: known }), async (request) => {
            const { status, type, text } = await send(method.toUpperCase(), request);
            expect(status).toBeLessThan(500);
            if (status < 400) return expect(Object.keys(operation.responses)).toContain(String(status));
            expect(type).toBe('application/problem+json');
            const { code } = JSON.parse(text) as { code: string };
            if (!ofNoOperation.has(code)) expect(Object.keys(operation.responses)).toContain(String(status));
          }),
          { numRuns: 150 },
        );
      }
    }
    expect(cluster.logs()).not.toMatch(/"level":"error"/);
  }, 240_000);
});
