import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@millrace/testing';
import { type Served, startServed } from './start-served.js';

let served: Served;
afterEach(() => served.stop());

describe('a credential that is revoked', () => {
  it('under load costs no task anything: the others take over', async () => {
    const provider = { latencyMs: 20 };
    served = await startServed({
      by: ['a', 'b', 'c'].map((name) => ({ name, provider })),
      workers: 2,
      env: { MILLRACE_CONCURRENCY: '10' },
    });
    const { cluster, provider: at } = served;
    const ids = await Promise.all(Array.from({ length: 300 }, (_, n) => cluster.caller.submit({ prompt: `task ${n}` })));
    await eventually(() => at('a').totals().byVerdict.answered >= 10);
    await at('a').change({ revoked: ['sk-a'] });

    const tasks = await cluster.untilEnded(ids);
    expect(tasks.filter(({ status }) => status !== 'succeeded')).toEqual([]);
    expect(at('a').totals().byVerdict.unauthorized).toBeGreaterThan(0);
    // What was on its way to it already, or reserved there.
    expect(at('a').totals().byVerdict.unauthorized).toBeLessThanOrEqual(20);
  });

  it('and has no other beside it fails its task in words that tell it from a bad key of the caller', async () => {
    served = await startServed({ by: [{ name: 'only', provider: { revoked: ['sk-only'] } }] });
    const { cluster, provider } = served;
    const [task] = await cluster.untilEnded([await cluster.caller.submit({ prompt: 'x' })]);
    expect(task).toMatchObject({ status: 'failed', error: { code: 'upstream_unauthorized' } });
    expect(provider('only').calls).toHaveLength(1);
    for (const app of [...cluster.apis, ...cluster.workers]) {
      await eventually(async () => (await app.metrics()).includes('millrace_credential_refused{credential="only"} 1\n'));
      expect(await app.metrics()).toContain('millrace_deployment_state{deployment="only",state="open"} 1\n');
    }
    const { status, body } = await cluster.caller.ask('/predict', { body: { prompt: 'y' } });
    expect([status, JSON.stringify(body)]).not.toEqual([401, expect.anything()]);
  });
});
