import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cluster, startCluster } from '@millrace/testing';

describe('two models, and a worker for one of them', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster({ workers: 0, env: { MODEL_NAME: 'model-a', MILLRACE_MODELS: 'model-b' } });
    await cluster.addWorker({ flags: ['--routes', 'model-b'] });
  });
  afterAll(() => cluster.stop());

  it('runs the tasks of its own model and leaves the others queued until a worker for them comes', async () => {
    const { caller, upstream } = cluster;
    const waiting = await caller.submit({ prompt: 'for a' });
    const predicted = await caller.ask('/predict', { body: { prompt: 'for b', model: 'model-b' } });
    expect(predicted).toMatchObject({ status: 200, body: { result: 'You said: for b' } });
    expect(await caller.read(waiting)).toMatchObject({ status: 'queued', attempts: 0 });
    expect(upstream.calls.map(({ body }) => body.model)).toEqual(['model-b']);

    await cluster.addWorker({ flags: ['--routes=model-a', '--concurrency', '1'] });
    expect(await cluster.untilEnded([waiting])).toMatchObject([{ status: 'succeeded', result: { text: 'You said: for a' } }]);
    expect(upstream.calls.map(({ body }) => body.model)).toEqual(['model-b', 'model-a']);
  });

  it('lists both, and names them to whoever asks for a third', async () => {
    const { body } = await cluster.caller.ask<{ data: { id: string }[] }>('/v1/models');
    expect(body.data.map(({ id }) => id)).toEqual(['model-a', 'model-b']);
    const unknown = await cluster.caller.ask('/v1/tasks', { body: { prompt: 'x', model: 'model-c' } });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'unknown_model', detail: expect.stringContaining('"model-b"') } });
  });
});
