import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../fakes/app-under-test.js';

describe('X-Forwarded-For', () => {
  it('changes nothing when no proxy is trusted', async () => {
    const { get, telemetry } = appUnderTest({ limits: { address: 1 } });
    await get('/v1/models').set('x-forwarded-for', '192.0.2.1').expect(200);
    await get('/v1/models').set('x-forwarded-for', '192.0.2.2').expect(429);
    expect(telemetry.lines[0]?.address).toMatch(/127\.0\.0\.1$/);
  });

  it('names the caller when the proxy is trusted', async () => {
    const { get, telemetry } = appUnderTest({ limits: { address: 1 }, trustProxy: 1 });
    await get('/v1/models').set('x-forwarded-for', '192.0.2.1').expect(200);
    await get('/v1/models').set('x-forwarded-for', '192.0.2.2').expect(200);
    await get('/v1/models').set('x-forwarded-for', '192.0.2.2').expect(429);
    expect(telemetry.lines.map(({ address }) => address)).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.2']);
  });

  it('is believed for the nearest proxies only', async () => {
    const { get, telemetry } = appUnderTest({ trustProxy: 1 });
    await get('/v1/models').set('x-forwarded-for', '203.0.113.9, 192.0.2.1').expect(200);
    expect(telemetry.lines[0]?.address).toBe('192.0.2.1');
  });

  it('brings HSTS with https, and only from a trusted proxy', async () => {
    const ask = (trustProxy: false | 1) => appUnderTest({ trustProxy }).get('/v1/models').set('x-forwarded-proto', 'https');
    expect((await ask(1)).headers).toHaveProperty('strict-transport-security');
    expect((await ask(false)).headers).not.toHaveProperty('strict-transport-security');
  });
});
