import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cluster, hang, startCluster, type TaskView } from '@millrace/testing';

describe('waiting for a task', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ apis: 2 });
  });
  afterAll(() => cluster.stop());

  it('is answered with the result at its end, on submission and later, at any api', async () => {
    const { caller } = cluster;
    const submitted = await caller.ask<TaskView>('/v1/tasks', { body: { prompt: 'one' }, headers: { prefer: 'wait=60' } });
    expect(submitted).toMatchObject({ status: 200, body: { status: 'succeeded', result: { text: 'You said: one' } } });
    expect(submitted.headers.get('preference-applied')).toBe('wait=60');

    const id = await caller.submit({ prompt: 'two' });
    const elsewhere = cluster.apis[1]?.address;
    const response = await fetch(`${elsewhere}/v1/tasks/${id}?wait=60`, { headers: { 'x-api-key': 'key-of-the-tests-0123456789' } });
    expect(await response.json()).toMatchObject({ status: 'succeeded', result: { text: 'You said: two' } });
  });

  it('is answered with what is known when the time is over, and the task goes on', async () => {
    cluster.upstream.always(hang());
    const { status, body } = await cluster.caller.ask<TaskView>('/v1/tasks', { body: { prompt: 'three' }, headers: { prefer: 'wait=1' } });
    expect(status).toBe(202);
    expect(['queued', 'running']).toContain(body.status);
  });
});
