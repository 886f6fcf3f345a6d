import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGround, type Ground } from '../life/ground.js';
import { createSigningSecrets, type SigningSecrets } from './signing-secrets.js';

describe('the default secret of a tenant', () => {
  let ground: Ground;
  let made: number;
  let secrets: SigningSecrets;
  beforeEach(() => {
    ground = createGround();
    made = 0;
    secrets = createSigningSecrets({ ...ground, newSecret: () => `secret-${++made}` });
  });
  afterEach(() => ground.close());

  const textsOf = async (tenant = 'acme') => (await secrets.defaultOf(tenant)).secrets.map(({ secret }) => secret);

  it('is made on first use, one for all who ask at once, and one for each tenant', async () => {
    const found = await Promise.all([1, 2, 3].map(() => textsOf()));
    expect(new Set(found.flat()).size).toBe(1);
    expect(await textsOf()).toEqual(found[0]);
    expect(await textsOf('other')).not.toEqual(found[0]);
  });

  it('signs together with its successor until the overlap is over', async () => {
    const [first] = await textsOf();
    const { secrets: both, rotatedAtMs = 0 } = await secrets.rotateDefault('acme', 60);
    expect(both).toEqual([{ secret: expect.any(String) }, { secret: first, untilMs: rotatedAtMs + 60_000 }]);
    expect(await secrets.defaultOf('acme')).toMatchObject({ secrets: both, rotatedAtMs });
    const { secrets: alone } = await secrets.rotateDefault('acme', 0);
    expect(alone).toHaveLength(1);
    expect(await textsOf()).toEqual([alone[0].secret]);
  });

  it('keeps on signing for as long as was said when it is rotated twice, but not for ever longer', async () => {
    await secrets.defaultOf('acme');
    const { secrets: once } = await secrets.rotateDefault('acme', 60);
    const { secrets: twice } = await secrets.rotateDefault('acme', 3600);
    expect(twice).toHaveLength(3);
    expect(twice[2]).toEqual(once[1]);
    for (let rotation = 0; rotation < 5; rotation += 1) await secrets.rotateDefault('acme', 3600);
    expect(await textsOf()).toHaveLength(5);
  });

  it('of an endpoint is rotated for its own tenant only', async () => {
    const { redis, keys } = ground;
    await redis.hset(keys.webhook('we_1'), { tenant: 'acme', created: 5, secrets: JSON.stringify([{ sealed: 'old' }]) });
    expect(await secrets.rotateEndpoint({ tenant: 'other', endpointId: 'we_1' }, 60)).toBeUndefined();
    expect(await secrets.rotateEndpoint({ tenant: 'acme', endpointId: 'we_2' }, 60)).toBeUndefined();
    const rotated = await secrets.rotateEndpoint({ tenant: 'acme', endpointId: 'we_1' }, 60);
    expect(rotated).toMatchObject({ createdAtMs: 5, secrets: [{ secret: expect.stringContaining('secret-') }, { secret: 'old' }] });
  });
});
