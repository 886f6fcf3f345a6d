import { describe, expect, it } from '@jest/globals';
import { createReceiverPlaces, type Place } from './receiver-places.js';

const setUp = (concurrency = 20) => {
  let nowMs = 0;
  const places = createReceiverPlaces({ concurrency, monotonicMs: () => nowMs, random: () => 0 });
  const take = (host: string, tenant = 'acme') => places.take({ tenant, host });
  const leave = (place: Place, durationMs: number): void => {
    if (place.kind === 'taken') place.leave(durationMs);
  };
  const taken = (host: string, tries: number, tenant?: string) =>
    Array.from({ length: tries }, () => take(host, tenant)).filter(({ kind }) => kind === 'taken');
  const quicken = (host: string) => {
    for (let n = 0; n < 4; n += 1) leave(take(host), 10);
  };
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { take, leave, taken, quicken, pass };
};

describe('the places of receivers', () => {
  it('leave a slow one, or one that nobody knows, a tenth, and others the rest', () => {
    const { taken } = setUp();
    expect(taken('hangs', 20)).toHaveLength(2);
    expect(taken('other', 20)).toHaveLength(2);
  });

  it('leave a quick one half, and take them back when it becomes slow', () => {
    const { taken, leave, quicken } = setUp();
    quicken('quick');
    const places = taken('quick', 20);
    expect(places).toHaveLength(10);
    for (const place of places) leave(place, 15_000);
    expect(taken('quick', 20)).toHaveLength(2);
  });

  it('leave one tenant half, however many receivers it has', () => {
    const { taken, quicken } = setUp();
    const hosts = Array.from({ length: 20 }, (_, n) => `host-${n}`);
    for (const host of hosts) quicken(host);
    expect(hosts.flatMap((host) => taken(host, 5))).toHaveLength(10);
    expect(taken('host', 5, 'other')).toHaveLength(2);
  });

  it('leave slow ones half, however many tenants have how many of them, and one tenant half of that', () => {
    const { taken, quicken } = setUp();
    quicken('quick');
    const hanging = (tenant: string) => Array.from({ length: 5 }, (_, n) => taken(`hangs-${n}`, 5, tenant)).flat().length;
    expect(hanging('acme')).toBe(5);
    expect(hanging('other')).toBe(5);
    expect(hanging('third')).toBe(0);
    expect(taken('quick', 20)).toHaveLength(5);
  });

  it('are not counted anew when thousands of other receivers were seen meanwhile', () => {
    const { take, leave, taken } = setUp();
    const places = taken('hangs', 20);
    for (let n = 0; n < 12_000; n += 1) leave(take(`passes-${n}`, `tenant-${n}`), 10);
    expect(taken('hangs', 20)).toHaveLength(0);
    for (const place of places) leave(place, 15_000);
    expect(taken('hangs', 20)).toHaveLength(2);
  });

  it('tell each that finds them taken another time, and none a time too far away', () => {
    const { take, leave, taken } = setUp();
    leave(taken('hangs', 1)[0] as Place, 15_000);
    taken('hangs', 2);
    const waits = Array.from({ length: 200 }, () => take('hangs')).map((place) => (place.kind === 'full' ? place.waitMs : Number.NaN));
    expect(new Set(waits.slice(0, 50)).size).toBe(50);
    expect(waits.slice(0, 50)).toEqual([...waits.slice(0, 50)].sort((a, b) => a - b));
    expect(Math.max(...waits)).toBeLessThanOrEqual(300_000);
  });

  it('let in who comes back when one is free', () => {
    const { take, leave, taken, pass } = setUp();
    const [first] = taken('host', 2);
    const full = take('host');
    expect(full.kind).toBe('full');
    leave(first as Place, 10);
    pass(full.kind === 'full' ? full.waitMs : 0);
    expect(take('host').kind).toBe('taken');
  });

  it('are at least one each', () => {
    expect(setUp(1).taken('host', 3)).toHaveLength(1);
  });
});
