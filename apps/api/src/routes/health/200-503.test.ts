import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';

const never = async () => {
  throw new Error('asked');
};

describe('/livez, /readyz and /healthz', () => {
  it('says that the process lives without asking anybody', async () => {
    const { body } = await appUnderTest({ services: { readiness: never } })
      .get('/livez')
      .unset('x-api-key')
      .expect(200);
    expect(body).toEqual({ status: 'ok' });
  });

  it.each(['/readyz', '/healthz'])('%s tells what was looked at', async (path) => {
    const away = { status: 'unavailable' as const, checks: { redis: 'away' } };
    const { telemetry, get } = appUnderTest({ services: { readiness: async () => away } });
    expect((await get(path).expect(503)).body).toEqual(away);
    expect(telemetry.lines[0]?.route).toBe(path);
    expect((await appUnderTest().get(path).expect(200)).body).toEqual({ status: 'ok', checks: { redis: 'ok' } });
  });

  it('is not refused by the limit of an address', async () => {
    const { get } = appUnderTest({ limits: { address: 1 } });
    await get('/livez').expect(200);
    await get('/livez').expect(200);
    await get('/v1/models').expect(200);
    await get('/v1/models').expect(429);
    await get('/readyz').expect(200);
  });
});
