import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createShareGround, type ShareGround } from './share-ground.js';
import { type SimulationOptions, simulate, type Waits } from './simulation.js';

const page = 'docs/explanation/fair-share.md';
type OfAll = Readonly<Record<'A' | 'B' | 'C', Waits[string]>>;

const row = (name: string, { A, B, C }: OfAll): string => {
  const cells = [A, B, C].map(({ p50, p95 }) => `${p50.toLocaleString('en')} / ${p95.toLocaleString('en')}`);
  return `| ${[name, ...cells].join(' | ')} |`;
};

describe('1,500 tasks of one tenant, 100 of a second and a trickle of a third, on five slots', () => {
  let grounds: ShareGround[] = [];
  beforeEach(() => {
    grounds = [];
  });
  afterEach(() => Promise.all(grounds.map((ground) => ground.close())));

  const played = async (options: Pick<SimulationOptions, 'mode' | 'weightOfB'>): Promise<OfAll> => {
    const ground = createShareGround();
    grounds.push(ground);
    await ground.costsOneUnit();
    return (await simulate(ground, { ...options, tasks: { A: 1500, B: 100, C: 60 }, seed: 7 })) as OfAll;
  };

  it('wait for their own share: the small ones hardly at all, the large one hardly longer, and who weighs more less; as documented', async () => {
    const fifo = await played({ mode: 'fifo' });
    const stride = await played({ mode: 'stride' });
    const heavy = await played({ mode: 'stride', weightOfB: 4 });
    expect(stride.C.p95).toBeLessThan(fifo.C.p95 / 20);
    expect(stride.C.p95).toBeLessThan(60);
    expect(stride.B.p95).toBeLessThan(fifo.B.p95 / 3);
    expect(stride.A.p95).toBeLessThan(fifo.A.p95 * 1.2);
    expect(heavy.B.p95).toBeLessThan(stride.B.p95 * 0.75);
    expect(heavy.C.p95).toBeLessThan(fifo.C.p95 / 20);
    // The clock is the simulation's own, so the figures are the same everywhere.
    const rows = [row('first come, first served', fifo), row('fair share', stride), row('fair share, B of weight 4', heavy)];
    expect((await readFile(page, 'utf8')).split('\n').filter((line) => /^\| (first come|fair share)/.test(line))).toEqual(rows);
  }, 120_000);
});
