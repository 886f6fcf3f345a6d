import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@millrace/testing';
import { type Served, startServed } from './start-served.js';

let served: Served;
afterEach(() => served.stop());

/** A minute of this provider takes two seconds, and holds one call; it tells no limit, or no call would ever be refused. */
const oneInTwoSeconds = { limits: { requestsPerMinute: 1, kind: 'sliding_window' }, timeScale: 30, tellsLimits: false } as const;

describe('a provider that refuses a call', () => {
  // One call at a time, lest one that is on its way already count as early.
  it.each(['seconds', 'milliseconds', 'date'] as const)(
    'gets none before the time it told in %s, and the task loses no attempt',
    async (retryAfter) => {
      served = await startServed({
        by: [{ name: 'only', provider: { ...oneInTwoSeconds, retryAfter } }],
        env: { MILLRACE_CONCURRENCY: '1' },
      });
      const { cluster, provider } = served;
      const ids = [await cluster.caller.submit({ prompt: 'first' }), await cluster.caller.submit({ prompt: 'second' })];
      const tasks = await cluster.untilEnded(ids);
      expect(tasks).toMatchObject([
        { status: 'succeeded', attempts: 1 },
        { status: 'succeeded', attempts: 1 },
      ]);
      expect(provider('only').totals()).toMatchObject({ early: 0, byVerdict: { answered: 2 } });
      expect(provider('only').totals().byVerdict.limited).toBeGreaterThan(0);
    },
  );

  it('gets another call by and by when it told nothing', async () => {
    served = await startServed({ by: [{ name: 'only', provider: { ...oneInTwoSeconds, retryAfter: 'absent' } }] });
    const { cluster } = served;
    const ids = [await cluster.caller.submit({ prompt: 'first' }), await cluster.caller.submit({ prompt: 'second' })];
    expect(await cluster.untilEnded(ids)).toMatchObject([
      { status: 'succeeded', attempts: 1 },
      { status: 'succeeded', attempts: 1 },
    ]);
  });

  it('for longer than a minute is left alone by all workers, and the tasks are answered elsewhere without a further attempt', async () => {
    const refusing = { limits: { requestsPerMinute: 1 }, tellsLimits: false, retryAfterAtLeastMs: 90_000 };
    served = await startServed({
      by: [
        // So heavy that it is asked as long as it has room.
        { name: 'refusing', provider: refusing, says: { weight: 1_000_000 } },
        { name: 'other', says: { weight: 0.0001 } },
      ],
      workers: 2,
    });
    const { cluster, provider } = served;
    const first = await cluster.untilEnded([await cluster.caller.submit({ prompt: 'takes the one call there is' })]);
    const second = await cluster.untilEnded([await cluster.caller.submit({ prompt: 'is refused' })]);
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => cluster.caller.submit({ prompt: `after that ${n}` })));
    const tasks = [...first, ...second, ...(await cluster.untilEnded(ids))];
    expect(tasks.filter(({ status, attempts }) => status !== 'succeeded' || attempts !== 1)).toEqual([]);
    expect(tasks.map(({ result }) => result?.deployment)).toEqual(['refusing', ...Array.from({ length: 21 }, () => 'other')]);
    expect(provider('refusing').totals()).toMatchObject({ calls: 2, early: 0, byVerdict: { limited: 1 } });
  });

  it('for longer than a minute has its tasks wait for their limit when nobody else serves them', async () => {
    const refusing = { limits: { requestsPerMinute: 1 }, tellsLimits: false, retryAfterAtLeastMs: 90_000 };
    served = await startServed({ by: [{ name: 'only', provider: refusing }] });
    const { cluster, provider } = served;
    await cluster.untilEnded([await cluster.caller.submit({ prompt: 'takes the one call there is' })]);
    const id = await cluster.caller.submit({ prompt: 'is refused' });
    await eventually(() => provider('only').totals().byVerdict.limited === 1);
    const waiting = await eventually(async () => {
      const task = await cluster.caller.read(id);
      return task.status === 'queued' && task;
    });
    expect(waiting).toMatchObject({ attempts: 0 });
  });
});
