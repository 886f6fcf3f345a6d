import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createShareGround, type ShareGround } from './share-ground.js';
import { type SimulationOptions, simulate, type Waits } from './simulation.js';

describe('400 tasks of one tenant, 50 of a second and a trickle of a third, on five slots', () => {
  let grounds: ShareGround[] = [];
  beforeEach(() => {
    grounds = [];
  });
  afterEach(() => Promise.all(grounds.map((ground) => ground.close())));

  const played = async (
    options: Pick<SimulationOptions, 'mode' | 'weightOfB'>,
  ): Promise<Required<Record<'A' | 'B' | 'C', Waits[string]>>> => {
    const ground = createShareGround();
    grounds.push(ground);
    await ground.costsOneUnit();
    return (await simulate(ground, { ...options, tasks: { A: 400, B: 50, C: 12 }, seed: 7 })) as Record<'A' | 'B' | 'C', Waits[string]>;
  };

  it('wait for their own share: the small ones hardly at all, the large one hardly longer, and who weighs more less', async () => {
    const fifo = await played({ mode: 'fifo' });
    const stride = await played({ mode: 'stride' });
    const heavy = await played({ mode: 'stride', weightOfB: 4 });
    expect(stride.C.p95).toBeLessThan(fifo.C.p95 / 20);
    expect(stride.C.p95).toBeLessThan(60);
    expect(stride.B.p95).toBeLessThan(fifo.B.p95 / 3);
    expect(stride.A.p95).toBeLessThan(fifo.A.p95 * 1.2);
    expect(heavy.B.p95).toBeLessThan(stride.B.p95 * 0.75);
    expect(heavy.C.p95).toBeLessThan(fifo.C.p95 / 20);
  }, 120_000);
});
