import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CallReport } from '../call-report.js';
import { createLimiterGround, credential, deployment, type LimiterGround, noon } from './limiter-ground.js';

let ground: LimiterGround;
beforeEach(() => {
  ground = createLimiterGround();
});
afterEach(() => ground.close());

const [ok, fault, refused]: CallReport[] = [{ verdict: 'ok' }, { verdict: 'fault' }, { verdict: 'refused' }];
const second = 1000;

describe('the breaker of a deployment', () => {
  const tiers = [[deployment('a')]];
  const call = async (now: number, report?: CallReport): Promise<string> => ground.end(now, (await ground.begun(now, tiers)).id, report);
  const open = async (now: number): Promise<void> => {
    for (let n = 0; n < 5; n += 1) await call(now, fault);
  };
  const down = (ms: number) => ({ kind: 'wait', reason: 'deployment_down', waitMs: ms });

  it('opens after five faults in a row, not after four and an answer', async () => {
    for (const report of [fault, fault, fault, fault, ok, fault, fault, fault, fault]) expect(await call(noon, report)).toBe('');
    expect(await call(noon, fault)).toBe('opened a');
    expect(await ground.ask(noon + 1, tiers)).toEqual(down(9999));
  });

  it('opens when more than half of at least ten within half a minute are faults, not for as many in two half minutes', async () => {
    const seconds = [fault, ok, fault, ok, fault, fault, ok, ok, fault];
    for (const [n, report] of seconds.entries()) expect(await call(noon + n * second, report)).toBe('');
    expect(await call(noon + 31 * second, fault)).toBe('');
    for (const [n, report] of seconds.slice(1).entries()) expect(await call(noon + (32 + n) * second, report)).toBe('');
    expect(await call(noon + 41 * second, fault)).toBe('opened a');
  });

  it('does not count calls that were stopped, lost or never sent', async () => {
    for (let n = 0; n < 20; n += 1) await call(noon, [{ verdict: 'neutral' } as const, { verdict: 'unsent' } as const, undefined][n % 3]);
    for (const report of [fault, fault, { verdict: 'neutral' } as const, fault, fault]) await call(noon, report);
    expect(await call(noon, fault)).toBe('opened a');
  });

  it('lets one attempt at a time try whether it is well again, and is closed by its answer', async () => {
    await open(noon);
    expect(await ground.ask(noon + 9999, tiers)).toEqual(down(1));
    const probe = await ground.begun(noon + 10_000, tiers);
    expect(probe.probe).toBe(true);
    expect(await ground.ask(noon + 11_000, tiers)).toEqual(down(1000));
    expect(await ground.end(noon + 12_000, probe.id, ok)).toBe('closed a');
    expect(await ground.ask(noon + 12_000, tiers)).toMatchObject({ kind: 'begun', probe: false });
  });

  it.each([[undefined], [{ verdict: 'unsent' } as const], [{ verdict: 'neutral' } as const]])(
    'is tried by the next when a probe ends with %j',
    async (report) => {
      await open(noon);
      const probe = await ground.begun(noon + 10_000, tiers);
      expect(await ground.end(noon + 10_001, probe.id, report)).toBe('');
      expect((await ground.begun(noon + 10_002, tiers)).probe).toBe(true);
    },
  );

  it('rests twice as long after each probe that fails, five minutes at most, and ten seconds again once it was well', async () => {
    await open(noon);
    let now = noon;
    for (const rest of [10, 20, 40, 80, 160, 300, 300]) {
      expect(await ground.ask(now, tiers)).toEqual(down(rest * second));
      now += rest * second;
      expect(await call(now, fault)).toBe('opened a');
    }
    now += 300 * second;
    expect(await call(now, ok)).toBe('closed a');
    await open(now + 1);
    expect(await ground.ask(now + 1, tiers)).toEqual(down(10 * second));
  });

  it('is not opened again by calls that were made before it was closed', async () => {
    const old = await Promise.all(Array.from({ length: 20 }, () => ground.begun(noon, tiers)));
    await open(noon + 1);
    expect(await call(noon + 10_001, ok)).toBe('closed a');
    for (const { id } of old) expect(await ground.end(noon + 20_000, id, fault)).toBe('');
  });

  it('is told to an attempt that has its room reserved', async () => {
    const paced = [[deployment('a', { limits: { requestsPerMinute: 60 } })]];
    await ground.begun(noon, paced);
    const ahead = await ground.begun(noon, paced);
    expect(await ground.confirm(noon, ahead.id)).toBe(Math.ceil(ahead.atMs - noon));
    await open(noon + 1);
    expect(await ground.confirm(noon + 1, ahead.id)).toBe(10_000);
  });

  it('is tried although others have room, but not with a task that has failed', async () => {
    await open(noon);
    const both = [[deployment('a'), deployment('b', { weight: 100 })]];
    const failed = { history: [{ deployment: 'a', code: 'upstream_unavailable' }], random: 0 };
    expect((await ground.begun(noon + 10_000, both, failed)).deployment).toBe('b');
    expect(await ground.begun(noon + 10_000, both, { random: 0.99 })).toMatchObject({ deployment: 'a', probe: true });
    expect((await ground.begun(noon + 10_000, both)).deployment).toBe('b');
  });
});

describe('a refused credential', () => {
  const key = (fingerprint = 'f1') => credential('key', {}, fingerprint);
  const places = (fingerprint?: string) => ['a', 'b'].map((name) => deployment(name, { credential: key(fingerprint) }));

  it('takes all its deployments out at once, whatever is in flight, and no other', async () => {
    const calls = await Promise.all(Array.from({ length: 9 }, (_, n) => ground.begun(noon, [[places()[n % 2] ?? deployment('')]])));
    const told: string[] = [];
    for (const { id } of calls) told.push(await ground.end(noon + 5, id, refused));
    expect(told.filter((text) => text !== '')).toEqual(['refused key']);
    for (const place of places()) {
      expect(await ground.ask(noon + 5, [[place]])).toEqual({ kind: 'wait', reason: 'deployment_down', waitMs: 30_000 });
    }
    expect((await ground.begun(noon + 5, [[...places(), deployment('c')]])).deployment).toBe('c');
  });

  it('is probed after 30 seconds, then after twice as long, ten minutes at most, and accepted by an answer', async () => {
    const tiers = [[places()[0] ?? deployment('')]];
    await ground.end(noon, (await ground.begun(noon, tiers)).id, refused);
    let now = noon;
    for (const seconds of [30, 60, 120, 240, 480, 600, 600]) {
      expect(await ground.ask(now, tiers)).toMatchObject({ kind: 'wait', waitMs: seconds * second });
      now += seconds * second;
      const probe = await ground.begun(now, tiers);
      expect(probe.probe).toBe(true);
      expect(await ground.ask(now, tiers)).toMatchObject({ kind: 'wait' });
      expect(await ground.end(now, probe.id, refused)).toBe('refused key');
    }
    now += 600 * second;
    expect(await ground.end(now, (await ground.begun(now, tiers)).id, ok)).toBe('accepted key');
    expect(await ground.ask(now, tiers)).toMatchObject({ kind: 'begun', probe: false });
  });

  it.each(['00123456', '12e45678', '0x10'])(
    'is in service at once under another secret, also after one whose fingerprint is %s',
    async (fingerprint) => {
      await ground.end(noon, (await ground.begun(noon, [places(fingerprint)])).id, refused);
      expect(await ground.ask(noon + 1, [places(fingerprint)])).toMatchObject({ kind: 'wait', reason: 'deployment_down' });
      const { id, probe } = await ground.begun(noon + 1, [places('new')]);
      expect(probe).toBe(false);
      expect(await ground.end(noon + 40_000, id, ok)).toBe('accepted key');
    },
  );

  it('is the deployment itself where it has no credential, once for all calls that are refused together', async () => {
    const tiers = [[deployment('a')]];
    const calls = await Promise.all(Array.from({ length: 5 }, () => ground.begun(noon, tiers)));
    const told: string[] = [];
    for (const { id } of calls) told.push(await ground.end(noon, id, refused));
    expect(told).toEqual(['refused a', '', '', '', '']);
    expect(await ground.ask(noon, tiers)).toEqual({ kind: 'wait', reason: 'deployment_down', waitMs: 30_000 });
  });
});
