import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answer, type Cluster, createGate, startCluster } from '@millrace/testing';

describe('a worker that freezes for longer than its lease and wakes up again', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster({ workers: 1 });
  });
  afterAll(() => cluster.stop());

  it('changes nothing: the other worker’s answer stays, one attempt counts as lost, and the late one is refused', async () => {
    const { upstream, caller, workers } = cluster;
    const late = createGate();
    upstream.next(answer('too late', { after: late.opened }), answer('in time'));

    const id = await caller.submit({ prompt: 'Who answers?' });
    await upstream.call(0);
    workers[0]?.freeze();
    await cluster.addWorker();
    const [task] = await cluster.untilEnded([id]);
    expect(task).toMatchObject({ status: 'succeeded', attempts: 2, lost_attempts: 1, result: { text: 'in time' } });

    late.open();
    workers[0]?.thaw();
    const refused = await workers[0]?.process.line(/"attempt_ended".*"fenced"|"fenced".*"attempt_ended"/);

    expect(refused).toContain(id);
    expect(await caller.read(id)).toEqual(task);
    expect(await cluster.ledger()).toMatchObject({ submitted: 1, succeeded: 1, lostAttempts: 1, open: 0 });
    expect(upstream.calls).toHaveLength(2);
  });
});
