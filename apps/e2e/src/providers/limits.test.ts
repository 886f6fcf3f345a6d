import { afterEach, describe, expect, it } from '@jest/globals';
import type { ProviderCall } from '@millrace/testing';
import { type Served, type ServedBy, startServed } from './start-served.js';

let served: Served;
afterEach(() => served.stop());

const start = async (only: Omit<ServedBy, 'name'>): Promise<readonly ProviderCall[]> => {
  served = await startServed({ by: [{ name: 'only', ...only }], workers: 2 });
  return served.provider('only').calls;
};

/** Submits and waits for all answers; returns when the first submission was sent. */
const runAll = async (count: number, task: (n: number) => Readonly<Record<string, unknown>>): Promise<number> => {
  const fromMs = Date.now();
  const ids = await Promise.all(Array.from({ length: count }, (_, n) => served.cluster.caller.submit(task(n))));
  const tasks = await served.cluster.untilEnded(ids, 100_000);
  expect(tasks.filter(({ status, attempts }) => status !== 'succeeded' || attempts !== 1)).toEqual([]);
  return fromMs;
};

/** Milliseconds in which a minute's limit may give out so much at the most, when a hundredth of it may come at once. */
const leastMs = (amount: number, limit: number, atOnce: number): number => ((amount - atOnce) / limit) * 60_000;

// A call may be late by as much as the machine is slow, but none may be early; so each is held against the moment all began.
describe('over two workers that share one limit', () => {
  it('no call comes before the requests of a minute allow it', async () => {
    const calls = await start({ says: { requests_per_minute: 600 } });
    const fromMs = await runAll(100, (n) => ({ prompt: `request ${n}` }));
    const early = calls.filter(({ at }, place) => at - fromMs < leastMs(place + 1, 600, 7));
    expect({ early, calls: calls.length }).toEqual({ early: [], calls: 100 });
  });

  it('no call comes before the tokens of a minute allow it', async () => {
    const calls = await start({ says: { tokens_per_minute: 60_000 }, provider: { completionTokens: { least: 100, most: 100 } } });
    const fromMs = await runAll(20, (n) => ({ prompt: `${n} `.padEnd(1_600, 'x'), max_tokens: 100 }));
    const tokens = calls.map(({ promptTokens, completionTokens }) => promptTokens + completionTokens);
    const until = (place: number): number => tokens.slice(0, place + 1).reduce((sum, each) => sum + each, 0);
    const early = calls.filter(({ at }, place) => at - fromMs < leastMs(until(place), 60_000, 600 + (tokens[place] ?? 0)));
    expect({ early, calls: calls.length }).toEqual({ early: [], calls: 20 });
  });

  it('no more calls run at a time than may', async () => {
    const calls = await start({ says: { max_in_flight: 3 }, provider: { latencyMs: 20 } });
    await runAll(40, (n) => ({ prompt: `at a time ${n}` }));
    const beside = ({ at }: ProviderCall): number =>
      calls.filter((other) => other.at <= at && (other.endedAt ?? Number.POSITIVE_INFINITY) > at).length;
    expect(Math.max(...calls.map(beside))).toBe(3);
    expect(calls).toHaveLength(40);
  });
});
