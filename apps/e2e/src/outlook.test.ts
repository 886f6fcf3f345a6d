import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  answer,
  type Cluster,
  createGate,
  echo,
  eventually,
  prefix,
  refuse,
  startCluster,
  type TaskFailure,
  type TaskView,
} from '@millrace/testing';

const route = 'gpt-4o-mini';

describe('what an open task says of when it will run', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ workers: 0, env: { MILLRACE_CONCURRENCY: '1', MILLRACE_MAX_ATTEMPTS: '2' } });
  });
  afterAll(() => cluster.stop());

  const submit = (prompt: string) => cluster.caller.ask<TaskView>('/v1/tasks', { body: { prompt } });
  const look = async (id: string) => {
    const { body, headers } = await cluster.caller.ask<TaskView>(`/v1/tasks/${id}`);
    return { ...body, retryAfter: Number(headers.get('retry-after') ?? Number.NaN) };
  };
  const ended = (id: string) => eventually(async () => (await look(id)).status === 'succeeded');

  it('is its place in line, and that nobody is there, while no worker is', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const { body, status, headers } = await submit(`early ${n}`);
      expect(status).toBe(202);
      expect(body).toMatchObject({ status: 'queued', position: { ahead: n, estimate: true }, waiting_reason: 'no_workers' });
      expect(body).not.toHaveProperty('estimated_start_at');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      ids.push(body.id);
    }
    const places = await Promise.all(ids.map(async (id) => (await look(id)).position?.ahead));
    expect(places).toEqual([0, 1, 2, 3, 4]);
    await cluster.addWorker();
    await Promise.all(ids.map(ended));
  });

  it('is when it will begin, behind a slow one, by how fast others did of late', async () => {
    const gate = createGate();
    for (let n = 0; n < 20; n += 1) await submit(`quick ${n}`);
    const { body: last } = await submit('the last quick one');
    await ended(last.id);
    cluster.upstream.always(answer('at last', { after: gate.opened }));
    const { body: slow } = await submit('slow');
    await eventually(async () => (await look(slow.id)).status === 'running');
    const running = await look(slow.id);
    expect(running).toMatchObject({ position: { ahead: 0 } });
    expect(running).not.toHaveProperty('estimated_start_at');

    const waiting: string[] = [];
    for (let n = 0; n < 12; n += 1) waiting.push((await submit(`behind ${n}`)).body.id);
    const views = await eventually(async () => {
      const seen = await Promise.all(waiting.map(look));
      return seen.every(({ estimated_start_at }) => estimated_start_at !== undefined) && seen;
    });
    expect(views.map(({ position }) => position?.ahead)).toEqual(waiting.map((_, n) => n));
    const starts = views.map(({ estimated_start_at = '' }) => Date.parse(estimated_start_at));
    const [first = 0] = starts;
    expect(starts.at(-1)).toBeGreaterThan(first);
    for (const { retryAfter } of views) expect(retryAfter >= 1 && retryAfter <= 60).toBe(true);
    for (const view of views) expect(view).not.toHaveProperty('waiting_reason');

    gate.open();
    cluster.upstream.always(echo);
    await Promise.all(waiting.map(ended));
  });

  it('is that its queue is paused, while it is', async () => {
    await cluster.store.hset(`${prefix}:queue:${route}:meta`, 'paused', 1);
    // The worker may still be waiting for the next job as one that is not paused, and take this one.
    await submit('for the worker that waits');
    const { body } = await submit('paused');
    const view = await eventually(async () => {
      const seen = await look(body.id);
      return seen.waiting_reason === 'paused' && seen;
    });
    expect(view).not.toHaveProperty('estimated_start_at');
    await cluster.store.hdel(`${prefix}:queue:${route}:meta`, 'paused');
    await submit('wakes the worker');
    await ended(body.id);
  });

  it('is that it waits for its retry, and until when', async () => {
    cluster.upstream.next(refuse(503, { headers: { 'retry-after': '20' } }));
    const { body } = await submit('again later');
    const view = await eventually(async () => {
      const seen = await look(body.id);
      return seen.waiting_reason === 'retrying' && seen;
    });
    expect(view).toMatchObject({ status: 'queued', attempts: 1, attempt_history: [{ outcome: 'failed', code: 'upstream_unavailable' }] });
    expect(Date.parse(view.estimated_start_at ?? '')).toBeGreaterThanOrEqual(Date.parse(view.retry_at ?? ''));
    expect(view.retryAfter > 1 && view.retryAfter <= 60).toBe(true);
    await cluster.caller.ask(`/v1/tasks/${body.id}/cancel`, { method: 'POST' });
  });
});

describe('why a task failed', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ env: { MILLRACE_MAX_ATTEMPTS: '2' } });
  });
  afterAll(() => cluster.stop());

  const history = [
    { outcome: 'failed', code: 'upstream_unavailable' },
    { outcome: 'failed', code: 'upstream_unavailable' },
  ];
  const failure = { code: 'upstream_unavailable', retryable: true, origin: 'upstream', attempt_history: history };

  it('is told with all its attempts, wherever it is read', async () => {
    cluster.upstream.next(refuse(500), refuse(503));
    const [task] = await cluster.untilEnded([await cluster.caller.submit({ prompt: 'broken twice' })]);
    expect(task).toMatchObject({ status: 'failed', attempts: 2, error: failure, attempt_history: history });
    const status = await cluster.caller.ask<{ error: TaskFailure }>(`/status/${task?.id}`);
    expect(status.body).toMatchObject({ status: 'failed', error: failure });
    const { body: list } = await cluster.caller.ask<{ data: TaskView[] }>('/v1/tasks?status=failed');
    expect(list.data).toMatchObject([{ id: task?.id, error: failure }]);
  });

  it('is told by /predict, too', async () => {
    cluster.upstream.next(refuse(500), refuse(503));
    const { status, body } = await cluster.caller.ask('/predict', { body: { prompt: 'broken twice again' } });
    expect(status).toBe(502);
    expect(body).toMatchObject({ code: 'upstream_unavailable', task: { status: 'failed', error: failure } });
  });

  it('names before when a retry is pointless, as the provider said', async () => {
    // Later than any task without a deadline of its own may take.
    cluster.upstream.always(refuse(429, { headers: { 'retry-after': '90000' } }));
    const [task] = await cluster.untilEnded([await cluster.caller.submit({ prompt: 'limited twice' })]);
    expect(task).toMatchObject({ status: 'failed', error: { code: 'upstream_rate_limited', retry_at: expect.any(String) } });
  });
});
