import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cluster, key, refuse, startCluster, type TaskView } from '@millrace/testing';

describe('running a failed task again', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ apis: 2 });
  });
  afterAll(() => cluster.stop());

  it('asks the same once more, once, however many ask for it at both apis', async () => {
    const { caller, upstream, apis } = cluster;
    upstream.next(refuse(400));
    const id = await caller.submit({ prompt: 'twice', metadata: { order: '42' } });
    const [failed] = await cluster.untilEnded([id]);
    expect(failed).toMatchObject({ status: 'failed' });
    const retry = async (_: unknown, n: number): Promise<TaskView> => {
      const answer = await fetch(`${apis[n % 2]?.address}/v1/tasks/${id}/retry`, { method: 'POST', headers: { 'x-api-key': key } });
      expect([200, 202]).toContain(answer.status);
      return (await answer.json()) as TaskView;
    };
    const answers = await Promise.all(Array.from({ length: 20 }, retry));
    const [again = ''] = new Set(answers.map((task) => task.id));
    expect(new Set(answers.map((task) => task.id)).size).toBe(1);
    const [task] = await cluster.untilEnded([again]);
    expect(task).toMatchObject({ status: 'succeeded', retry_of: id, result: { text: 'You said: twice' }, metadata: { order: '42' } });
    expect(await caller.read(id)).toEqual({ ...failed, retried_as: again });
    expect(upstream.calls).toHaveLength(2);
    expect(await cluster.ledger()).toMatchObject({ submitted: 2, failed: 1, succeeded: 1 });
  });
});
