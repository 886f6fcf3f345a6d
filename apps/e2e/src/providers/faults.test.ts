import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@millrace/testing';
import { type Served, startServed } from './start-served.js';

let served: Served;
afterEach(() => served.stop());

describe('a deployment that fails', () => {
  it('five times in a row is left alone for ten seconds, then tried by one call, and serves again once that succeeds', async () => {
    served = await startServed({
      by: [{ name: 'only', provider: { conduct: 500 } }],
      env: { MILLRACE_CONCURRENCY: '1', MILLRACE_MAX_ATTEMPTS: '20' },
    });
    const { cluster, provider } = served;
    const ids = await Promise.all(Array.from({ length: 4 }, (_, n) => cluster.caller.submit({ prompt: `task ${n}` })));
    const { calls } = provider('only');
    await eventually(() => calls.length >= 5);
    await provider('only').change({ conduct: 'answer' });
    const tasks = await cluster.untilEnded(ids);
    expect(tasks.filter(({ status }) => status !== 'succeeded')).toEqual([]);

    const failed = calls.filter(({ status }) => status === 500);
    const [probe] = calls.slice(failed.length);
    expect(failed).toHaveLength(5);
    expect((probe?.at ?? 0) - (failed.at(-1)?.at ?? 0)).toBeGreaterThanOrEqual(10_000);
  });

  it.each(['refuse', 'reset', 'garbage', 'cut', 'hang', 500] as const)('under load costs no task anything: %s', async (conduct) => {
    served = await startServed({
      by: ['a', 'b', 'c'].map((name) => ({ name, provider: { latencyMs: 10 }, says: { timeouts: { first_byte_ms: 500 } } })),
      workers: 2,
      env: { MILLRACE_CONCURRENCY: '10' },
    });
    const { cluster, provider } = served;
    const ids = await Promise.all(Array.from({ length: 200 }, (_, n) => cluster.caller.submit({ prompt: `task ${n}` })));
    await eventually(() => provider('a').totals().byVerdict.answered >= 5);
    await provider('a').change({ conduct });
    const tasks = await cluster.untilEnded(ids);
    expect(tasks.filter(({ status }) => status !== 'succeeded')).toEqual([]);
    expect(tasks.map(({ result }) => result?.text)).toEqual(ids.map((_, n) => `You said: task ${n}`));
  });

  it('by never answering gives back its place', async () => {
    served = await startServed({
      by: [{ name: 'only', provider: { conduct: 'hang' }, says: { max_in_flight: 1, timeouts: { first_byte_ms: 300 } } }],
    });
    const { cluster, provider } = served;
    const ids = [await cluster.caller.submit({ prompt: 'hangs' }), await cluster.caller.submit({ prompt: 'waits for its place' })];
    await eventually(() => provider('only').inFlight === 1);
    await provider('only').change({ conduct: 'answer' });
    expect(await cluster.untilEnded(ids)).toMatchObject([{ status: 'succeeded' }, { status: 'succeeded' }]);
  });
});

describe('a question too long for the model', () => {
  const small = { name: 'small', provider: { contextLength: 100 }, says: { context_length: 100 } };
  const long = { prompt: 'x'.repeat(300), max_tokens: 50 };

  it('is answered by the one that is declared to read more', async () => {
    served = await startServed({
      by: [small, { name: 'large', tier: 2, provider: { contextLength: 1_000 }, says: { context_length: 1_000 } }],
    });
    const { cluster } = served;
    const [task] = await cluster.untilEnded([await cluster.caller.submit(long)]);
    expect(task).toMatchObject({ status: 'succeeded', result: { deployment: 'large' } });
  });

  it('is the mistake of its caller where there is none, asked once and held against nobody', async () => {
    served = await startServed({ by: [small] });
    const { cluster, provider } = served;
    const ids = await Promise.all(Array.from({ length: 12 }, () => cluster.caller.submit(long)));
    const tasks = await cluster.untilEnded(ids);
    expect(tasks.filter(({ status, error }) => status !== 'failed' || error?.code === 'upstream_unavailable')).toEqual([]);
    expect(provider('small').calls.length).toBeLessThanOrEqual(12);
    expect(await cluster.untilEnded([await cluster.caller.submit({ prompt: 'short', max_tokens: 10 })])).toMatchObject([
      { status: 'succeeded' },
    ]);
  });
});
