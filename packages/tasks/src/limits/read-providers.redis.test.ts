import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Deployment } from '@millrace/config';
import type { BeginOutcome } from '../attempt-outcomes.js';
import type { CallReport } from '../call-report.js';
import { candidatesOf } from '../candidates.js';
import { createGround, type Ground, result, route, usage } from '../life/ground.js';
import { createReadQueues } from '../queues/read-queues.js';
import type { ProviderStatus } from './provider-status.js';
import { createReadProviders } from './read-providers.js';

let ground: Ground;
beforeEach(() => {
  ground = createGround();
});
afterEach(() => ground.close());

type Given = Partial<Pick<Deployment, 'limits'>> & { readonly credential?: { readonly name: string; readonly fingerprint: string } };
const deployment = (name: string, { limits = {}, credential }: Given = {}): Deployment =>
  ({ name, limits, weight: 1, ...(credential && { credential: { ...credential, limits: {} } }) }) as unknown as Deployment;

const look = (...deployments: Deployment[]): Promise<ProviderStatus> => createReadProviders({ ...ground, knowsSecrets: true })(deployments);

let pickUps = 0;
const begin = async (...deployments: Deployment[]): Promise<BeginOutcome> => {
  const task = await ground.opened((await ground.accepted()).id);
  pickUps += 1;
  return ground.one.begin(task, { candidates: candidatesOf({ tiers: [deployments] }), pickUp: `pick-up-${pickUps}` });
};

const call = async (report: CallReport, ...deployments: Deployment[]): Promise<void> => {
  const begun = await begin(...deployments);
  if (begun.kind !== 'begun') throw new Error(`not begun but ${begun.kind}`);
  const { attempt } = begun;
  const task = await ground.opened(attempt.taskId, attempt.run);
  await ground.one.settle(task, attempt, { state: 'succeeded', result, usage }, report);
};

describe('how a deployment stands', () => {
  it('is in service with nothing in flight before it was ever asked, and each is told of once', async () => {
    const { deployments, credentials } = await look(deployment('new'), deployment('new'));
    expect(deployments).toEqual([{ name: 'new', state: 'closed', inFlight: 0, limits: {} }]);
    expect(credentials).toEqual([]);
  });

  it('counts the attempts that hold a place at it and at its credential', async () => {
    const shared = { name: 'key', fingerprint: 'f' };
    const [one, two] = [deployment('one', { credential: shared }), deployment('two', { credential: shared })];
    await begin(one);
    await begin(one);
    await begin(two);
    const { deployments, credentials } = await look(one, two);
    expect(deployments.map(({ inFlight }) => inFlight)).toEqual([2, 1]);
    expect(credentials).toMatchObject([{ name: 'key', inFlight: 3, state: 'closed' }]);
  });

  it('is open after faults in a row, says until when, and half open from then on', async () => {
    const broken = deployment('broken');
    for (let n = 0; n < 5; n += 1) await call({ verdict: 'fault' }, broken);
    const { deployments, atMs } = await look(broken);
    expect(deployments).toMatchObject([{ state: 'open', cause: 'faults', openUntilMs: expect.any(Number) }]);
    expect(deployments[0]?.openUntilMs).toBeGreaterThan(atMs);
    await ground.redis.hset(ground.keys.limiter('d:broken'), 'open_until', 1);
    expect((await look(broken)).deployments).toEqual([{ name: 'broken', state: 'half_open', cause: 'faults', inFlight: 0, limits: {} }]);
  });

  it('is left alone for as long as its provider said', async () => {
    const limiting = deployment('limiting');
    await call({ verdict: 'limited', retryAfterMs: 90_000 }, limiting);
    const { deployments, atMs } = await look(limiting);
    expect((deployments[0]?.notBeforeMs ?? 0) - atMs).toBeGreaterThan(80_000);
    await ground.redis.hset(ground.keys.limiter('d:limiting'), 'not_before', 1);
    expect((await look(limiting)).deployments[0]).not.toHaveProperty('notBeforeMs');
  });

  it('tells what the provider said is left, and forgets it after a minute; limits are the lower of declared and told', async () => {
    const told = deployment('told', { limits: { requestsPerMinute: 1000, tokensPerMinute: 5000, maxInFlight: 8 } });
    expect((await look(told)).deployments[0]?.limits).toEqual({ requestsPerMinute: 1000, tokensPerMinute: 5000, maxInFlight: 8 });
    await call({ verdict: 'ok', rateLimits: { limitRequests: 600, remainingRequests: 599, limitTokens: 9000, remainingTokens: 0 } }, told);
    const { deployments, atMs } = await look(told);
    expect(deployments[0]?.remaining).toEqual({ requests: 599, tokens: 0, toldAtMs: expect.any(Number) });
    expect(deployments[0]?.limits).toEqual({ requestsPerMinute: 600, tokensPerMinute: 5000, maxInFlight: 8 });
    await ground.redis.hset(ground.keys.limiter('d:told'), 'rest_at', atMs - 61_000);
    expect((await look(told)).deployments[0]).not.toHaveProperty('remaining');
  });
});

describe('a credential that is refused', () => {
  const dead = { name: 'openai-main', fingerprint: 'old' };

  it('is open, and takes its deployments out of service with it', async () => {
    const [one, two, other] = [deployment('one', { credential: dead }), deployment('two', { credential: dead }), deployment('other')];
    await call({ verdict: 'refused' }, one);
    const { deployments, credentials } = await look(one, two, other);
    expect(credentials).toMatchObject([{ name: 'openai-main', state: 'open', cause: 'refused' }]);
    expect(deployments).toMatchObject([
      { name: 'one', credential: 'openai-main', state: 'open', cause: 'refused', openUntilMs: credentials[0]?.openUntilMs },
      { name: 'two', credential: 'openai-main', state: 'open', cause: 'refused', openUntilMs: credentials[0]?.openUntilMs },
      { name: 'other', state: 'closed' },
    ]);
  });

  it('is in service again with another secret', async () => {
    await call({ verdict: 'refused' }, deployment('one', { credential: dead }));
    const { deployments, credentials } = await look(deployment('one', { credential: { ...dead, fingerprint: 'new' } }));
    expect([credentials[0]?.state, deployments[0]?.state]).toEqual(['closed', 'closed']);
  });

  it('is still open for who has no secrets, until a call with another one went well', async () => {
    const ofApi = createReadProviders({ ...ground, knowsSecrets: false });
    const states = async () => (await ofApi([replaced])).credentials.map(({ state }) => state);
    const replaced = deployment('one', { credential: { ...dead, fingerprint: 'new' } });
    await call({ verdict: 'refused' }, deployment('one', { credential: dead }));
    expect(await states()).toEqual(['open']);
    await ground.redis.hset(ground.keys.limiter('c:openai-main'), 'open_until', 1);
    await call({ verdict: 'ok' }, replaced);
    expect(await states()).toEqual(['closed']);
  });
});

it('a queue tells that no deployment has room, why, and until when', async () => {
  const readQueues = createReadQueues(ground);
  const dead = deployment('dead');
  await call({ verdict: 'refused' }, dead);
  expect((await readQueues([route.slug]))[0]).not.toHaveProperty('dry');
  expect(await begin(dead)).toMatchObject({ kind: 'wait', scope: 'route' });
  expect((await readQueues([route.slug]))[0]?.dry).toEqual({ reason: 'deployment_down', untilMs: expect.any(Number) });
});
