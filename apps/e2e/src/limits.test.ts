import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cluster, startCluster } from '@millrace/testing';

describe('limits', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster({ env: { MILLRACE_ROUTE_LIMITS: 'POST /predict=5/minute', MILLRACE_LIMIT_AUTH_FAILURES: '3/minute' } });
  });
  afterAll(() => cluster.stop());

  it('let a key ask /predict five times a minute, then say when to come back; the rest of the service stays open to it', async () => {
    const ask = () => cluster.caller.ask('/predict', { body: { prompt: 'quick' } });
    for (let n = 0; n < 5; n += 1) expect((await ask()).status).toBe(200);
    const { status, headers, body } = await ask();
    expect({ status, code: body.code }).toEqual({ status: 429, code: 'rate_limited' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('ratelimit-policy')).toContain('"predict";q=5;w=60');
    expect(headers.get('ratelimit')).toContain('"predict";r=0');
    expect((await cluster.caller.ask('/process', { body: { prompt: 'quick' } })).status).toBe(202);
  });

  it('believe no X-Forwarded-For while no proxy is trusted, and never lock out a valid key', async () => {
    const guess = (n: number) =>
      cluster
        .callerWith(`guessed-key-number-${n}-0123456789`)
        .ask('/v1/models', { headers: { 'x-forwarded-for': `203.0.113.${n}`, forwarded: `for=203.0.113.${n}` } });
    for (let n = 0; n < 3; n += 1) expect((await guess(n)).status).toBe(401);
    const { status, body } = await guess(3);
    expect({ status, code: body.code }).toEqual({ status: 429, code: 'too_many_wrong_keys' });
    expect((await cluster.caller.ask('/v1/models')).status).toBe(200);
  });
});
