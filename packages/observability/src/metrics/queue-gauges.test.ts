import { describe, expect, it } from '@jest/globals';
import { createMetrics } from './create-metrics.js';
import { createQueueGauges } from './queue-gauges.js';

const queue = (route: string, waiting = 1) => ({
  route,
  depth: async () => ({ waiting, delayed: 0, active: 0 }),
  oldest: async () => ({ waiting: 2500 }),
});

const setUp = (looks: (readonly ReturnType<typeof queue>[])[]) => {
  const metrics = createMetrics({ role: 'worker', version: '0', commit: '0' });
  const gauges = createQueueGauges({ queues: () => looks.shift() ?? [], metrics, clock: () => 0 });
  const lines = async (): Promise<string[]> =>
    (await metrics.render()).split('\n').filter((line) => /^millrace_queue_(depth|oldest\w*)\{.*state="queued"/.test(line));
  return { gauges, lines };
};

describe('the gauges of queues', () => {
  it('say how deep each is and how old the oldest', async () => {
    const { gauges, lines } = setUp([[queue('small', 7)]]);
    await gauges();
    expect((await lines()).map((line) => line.replace(/^\S+\{/, '{'))).toEqual([
      '{route="small",state="queued"} 7',
      '{route="small",state="queued"} 2.5',
    ]);
  });

  it('forget a route that is gone', async () => {
    const { gauges, lines } = setUp([[queue('small'), queue('gone')], [queue('small')]]);
    await gauges();
    await gauges();
    expect((await lines()).join()).not.toContain('gone');
    expect(await lines()).toHaveLength(2);
  });

  it('are absent while they cannot be known', async () => {
    const broken = { ...queue('small'), depth: () => Promise.reject(new Error('away')) };
    const { gauges, lines } = setUp([[queue('small')], [queue('other'), broken]]);
    await gauges();
    await expect(gauges()).rejects.toThrow('away');
    expect(await lines()).toEqual([]);
  });
});
