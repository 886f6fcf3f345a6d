import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answer, type Cluster, createGate, echo, eventually, inLanes, promptOf, startCluster, type UpstreamCall } from '@millrace/testing';

const count = 2000;
const concurrency = 20;
const before = 700;
const madeBy = (call: UpstreamCall): string | undefined => call.headers.authorization;

describe('2,000 tasks submitted at once, and one of two workers killed in the middle', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster({ workers: 2, env: { MILLRACE_CONCURRENCY: String(concurrency) } });
  });
  afterAll(() => cluster.stop());

  it('loses none of them, answers each with its own words, and asks the model once for each task and each attempt that died', async () => {
    const { upstream, caller, workers } = cluster;
    const gate = createGate();
    // From this call on the model holds its answers back, until all that both workers may run at once has reached it.
    upstream.next(...Array.from({ length: before }, () => echo));
    upstream.always(async (reply, call) => {
      await gate.opened;
      await answer(`You said: ${promptOf(call)}`)(reply, call);
    });

    const prompts = Array.from({ length: count }, (_, n) => `task number ${n}`);
    const submitted = inLanes(100, prompts, (prompt) => caller.submit({ prompt }));
    await eventually(() => upstream.inFlight === 2 * concurrency, { timeoutMs: 60_000 });
    await workers[0]?.kill();
    gate.open();

    const ids = await submitted;
    const tasks = await cluster.untilEnded(ids);

    expect(tasks.filter(({ status }) => status !== 'succeeded')).toEqual([]);
    expect(tasks.map(({ result }) => result?.text)).toEqual(prompts.map((prompt) => `You said: ${prompt}`));
    const ledger = await cluster.ledger();
    expect(ledger).toMatchObject({ submitted: count, succeeded: count, open: 0, lostAttempts: concurrency });
    expect(upstream.calls).toHaveLength(ledger.succeeded + ledger.lostAttempts);
    expect(new Set(upstream.calls.map(madeBy)).size).toBe(2);
    expect(tasks.filter(({ lost_attempts }) => lost_attempts === 1)).toHaveLength(concurrency);
  });
});
