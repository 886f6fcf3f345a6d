import { afterEach, expect, it } from '@jest/globals';
import { eventually, type ProviderCall } from '@millrace/testing';
import { type Served, startServed } from './start-served.js';

let served: Served;
afterEach(() => served.stop());

const concurrency = 5;
const kills = 4;
const price = { input_per_million: 3, output_per_million: 11 };

interface UsageReport {
  readonly totals: {
    readonly calls: number;
    readonly cost_usd: string;
    readonly estimated_calls: number;
    readonly estimated_cost_usd: string;
  };
}

/** Thousand-millionths of a dollar, exact. */
const nanoOf = (usd: string): bigint => {
  const [whole = '', fraction = ''] = usd.split('.');
  return BigInt(whole + fraction.padEnd(9, '0'));
};

/** What the provider itself would charge for a call. */
const chargedFor = ({ promptTokens, completionTokens }: ProviderCall): bigint =>
  BigInt(promptTokens * price.input_per_million * 1_000 + completionTokens * price.output_per_million * 1_000);

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, each) => all + each, 0n);

it('every call is in the books once, at what it cost or, where its worker was killed, at an estimate that says so', async () => {
  served = await startServed({
    by: [{ name: 'only', provider: { conduct: 'hold', completionTokens: { least: 5, most: 90 } }, says: { price } }],
    workers: 2,
    env: { MILLRACE_CONCURRENCY: String(concurrency) },
  });
  const { cluster, provider: at } = served;
  const provider = at('only');
  const ids: string[] = [];
  for (let round = 0; round < kills; round += 1) {
    await provider.change({ conduct: 'hold' });
    if (round > 0) await cluster.addWorker();
    const submitted = Array.from({ length: 20 }, (_, n) => cluster.caller.submit({ prompt: `task ${round} ${n}`, max_tokens: 100 }));
    ids.push(...(await Promise.all(submitted)));
    // All that both workers may run is at the provider, and none of it is answered.
    await eventually(() => provider.inFlight === 2 * concurrency, { timeoutMs: 60_000 });
    await cluster.workers[round]?.kill();
    await provider.change({ conduct: 'answer' });
  }
  const tasks = await cluster.untilEnded(ids);
  expect(tasks.filter(({ status }) => status !== 'succeeded')).toEqual([]);

  const { lostAttempts } = await cluster.ledger();
  const { byVerdict } = provider.totals();
  expect({ lostAttempts, ...byVerdict }).toMatchObject({
    lostAttempts: kills * concurrency,
    abandoned: kills * concurrency,
    answered: ids.length,
  });

  const { totals } = (await cluster.caller.ask<UsageReport>('/v1/usage')).body;
  const calls = provider.calls.filter(({ verdict }) => verdict === 'answered');
  expect({ calls: totals.calls, estimated: totals.estimated_calls }).toEqual({
    calls: ids.length + lostAttempts,
    estimated: lostAttempts,
  });
  expect(nanoOf(totals.cost_usd) - nanoOf(totals.estimated_cost_usd)).toBe(sum(calls.map(chargedFor)));
  expect(sum(tasks.map(({ cost }) => nanoOf(cost?.usd ?? '0')))).toBe(nanoOf(totals.cost_usd));
  const estimated = tasks.filter(({ cost }) => cost?.estimated === true);
  expect(estimated).toEqual(tasks.filter(({ lost_attempts }) => lost_attempts > 0));
});
