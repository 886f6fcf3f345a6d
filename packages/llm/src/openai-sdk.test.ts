import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startUpstream, type Upstream } from '@millrace/testing';
import OpenAI from 'openai';
import { requestBody } from './request-body.js';
import { type ClientForTests, clientForTests, question } from './test-client.js';

let upstream: Upstream;
let elsewhere: Upstream;
beforeAll(async () => {
  [upstream, elsewhere] = await Promise.all([startUpstream(), startUpstream()]);
});
afterAll(async () => {
  await Promise.all([upstream.close(), elsewhere.close()]);
});

const lastCall = async (apiKey: string | undefined, baseUrl = upstream.url, more: Partial<ClientForTests> = {}) => {
  const client = clientForTests({ ...more, baseUrl, apiKey });
  const outcome = await client.complete(question);
  await client.close();
  if (outcome.kind !== 'succeeded') throw new Error(`the call ended ${JSON.stringify(outcome)}`);
  return upstream.calls[upstream.calls.length - 1];
};

describe('the request we prepare', () => {
  it("says what the SDK's own request says", async () => {
    const sdk = new OpenAI({ apiKey: 'sk-for-tests', baseURL: upstream.url, maxRetries: 0 });
    const settings = { maxTokensParameter: 'max_tokens', defaultMaxTokens: 1_000, defaultTemperature: undefined } as const;
    const stream = await sdk.chat.completions.create(requestBody(question, settings));
    for await (const _chunk of stream);
    const theirs = upstream.calls[upstream.calls.length - 1];
    const ours = await lastCall('sk-for-tests');
    const said = (call = theirs) => ({
      method: call?.method,
      path: call?.path,
      body: call?.body,
      length: call?.headers['content-length'],
      type: call?.headers['content-type'],
      authorization: call?.headers.authorization,
    });
    expect(said(ours)).toEqual(said(theirs));
    expect(ours?.headers.authorization).toBe('Bearer sk-for-tests');
  });

  it.each(['', '/', '//'])('goes to the same place with %p behind the base URL', async (end) => {
    expect((await lastCall('k', upstream.url + end))?.path).toBe('/v1/chat/completions');
  });

  it.each([undefined, ''])('carries no credential when there is none (%p)', async (apiKey) => {
    expect((await lastCall(apiKey))?.headers).not.toHaveProperty('authorization');
  });
});

describe('a deployment with ways of its own', () => {
  it('gets its query behind the path of each call, as Azure wants it', async () => {
    const query = { 'api-version': '2024-10-21', odd: 'a b&c' };
    expect((await lastCall('k', `${upstream.url}/deployments/d/`, { query }))?.path).toBe(
      '/v1/deployments/d/chat/completions?api-version=2024-10-21&odd=a+b%26c',
    );
  });

  it('gets its key in the header it looks in, and in no other', async () => {
    const { headers } = (await lastCall('k', upstream.url, { authentication: 'api-key' })) ?? {};
    expect([headers?.['api-key'], headers?.authorization]).toEqual(['k', undefined]);
  });
});

describe('the environment', () => {
  const before = { ...process.env };
  const written: unknown[] = [];
  beforeEach(() => {
    written.length = 0;
    for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const)
      jest.spyOn(console, level).mockImplementation((...line) => void written.push(line));
  });
  afterEach(() => {
    process.env = { ...before };
    jest.restoreAllMocks();
  });

  it('of the SDK changes nothing: not where it goes, not what it says, not what it logs', async () => {
    const plain = await lastCall('sk-for-tests');
    Object.assign(process.env, {
      OPENAI_API_KEY: 'sk-env',
      OPENAI_ADMIN_KEY: 'sk-env-admin',
      OPENAI_BASE_URL: elsewhere.url,
      OPENAI_ORG_ID: 'org-env',
      OPENAI_PROJECT_ID: 'proj-env',
      OPENAI_WEBHOOK_SECRET: 'whsec_env',
      OPENAI_CUSTOM_HEADERS: 'Authorization: Bearer sk-env\nX-Env: 1',
      OPENAI_LOG: 'debug',
      HTTP_PROXY: elsewhere.url,
      http_proxy: elsewhere.url,
      ALL_PROXY: elsewhere.url,
    });
    const call = await lastCall('sk-for-tests');
    expect(call?.headers).toEqual(plain?.headers);
    expect(JSON.stringify(call)).not.toContain('env');
    expect([elsewhere.calls.length, written]).toEqual([0, []]);
  });

  it('gives no key to a client that has none', async () => {
    process.env.OPENAI_API_KEY = 'sk-env';
    expect((await lastCall(undefined))?.headers).not.toHaveProperty('authorization');
  });

  it('and a failure make it log nothing either', async () => {
    process.env.OPENAI_LOG = 'debug';
    const client = clientForTests({ baseUrl: upstream.url });
    upstream.next(
      (reply) => reply.send(500, 'no'),
      (reply) => reply.raw('data: {broken\n\n'),
    );
    expect(await client.complete(question)).toMatchObject({ kind: 'failed' });
    expect(await client.complete(question)).toMatchObject({ kind: 'failed' });
    await client.close();
    expect(written).toEqual([]);
  });
});
