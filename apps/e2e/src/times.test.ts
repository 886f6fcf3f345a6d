import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Cluster, echo, eventually, hang, promptOf, startCluster, type TaskView } from '@millrace/testing';

interface TimedTask extends TaskView {
  readonly run_at?: string;
  readonly start_by?: string;
  readonly ended_at?: string;
}

const held = { prefer: 'wait=60' };

describe('with no worker alive', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ workers: 0, apis: 2 });
  });
  afterAll(() => cluster.stop());

  it.each([
    ['start_by', { start_by: 1 }, 'start_deadline_exceeded'],
    ['finish_by', { finish_by: 1 }, 'deadline_exceeded'],
    ['start_by of a scheduled task', { delay_seconds: 1, start_by: 1 }, 'start_deadline_exceeded'],
    ['finish_by of a scheduled task', { delay_seconds: 1, finish_by: 1 }, 'deadline_exceeded'],
  ])('%s ends a task, and whoever waits is told then', async (_what, fields, code) => {
    const { status, body } = await cluster.caller.ask<TimedTask>('/v1/tasks', { body: { prompt: 'late', ...fields }, headers: held });
    expect({ status, body }).toMatchObject({ status: 200, body: { status: 'expired', attempts: 0, error: { code } } });
    const deadlineMs = Date.parse(body.start_by ?? (body as unknown as { finish_by: string }).finish_by);
    expect(Date.parse(body.ended_at ?? '') - deadlineMs).toBeGreaterThanOrEqual(0);
    expect(cluster.upstream.calls).toHaveLength(0);
  });

  it('deadlines hold although the api that swept dies', async () => {
    const id = await cluster.caller.submit({ prompt: 'late', start_by: 3 });
    const token = await cluster.store.hget('{millrace}:sweeper', 'token');
    const sweeping = cluster.apis.find(({ process }) => token?.endsWith(`-${process.pid}`));
    if (!sweeping) throw new Error('nobody sweeps');
    await sweeping.kill();
    await eventually(async () => (await cluster.store.hget(`{millrace}:task:${id}`, 'state')) === 'expired', { timeoutMs: 15_000 });
    expect(await cluster.ledger()).toMatchObject({ open: 0, expired: 5 });
  });
});

describe('with a worker', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());
  beforeEach(() => cluster.upstream.always(echo));

  it('a scheduled task is held until its time and runs then', async () => {
    const { body } = await cluster.caller.ask<TimedTask>('/v1/tasks', { body: { prompt: 'then', delay_seconds: 2 } });
    expect(body).toMatchObject({ status: 'scheduled', run_at: expect.any(String) });
    expect(await cluster.caller.read(body.id)).toMatchObject({ status: 'scheduled', run_at: body.run_at });
    const ended = await cluster.caller.ask<TimedTask>(`/v1/tasks/${body.id}?wait=60`);
    expect(ended.body).toMatchObject({ status: 'succeeded', result: { text: 'You said: then' } });
    const lateMs = Date.parse((ended.body as unknown as { started_at: string }).started_at) - Date.parse(body.run_at ?? '');
    expect(lateMs).toBeGreaterThanOrEqual(0);
  });

  it('many tasks that are due at once all run', async () => {
    const run_at = new Date(Date.now() + 2000).toISOString();
    const ids = await Promise.all(Array.from({ length: 300 }, (_, n) => cluster.caller.submit({ prompt: `crowd ${n}`, run_at })));
    const ended = await cluster.untilEnded(ids);
    expect(ended.filter(({ status }) => status === 'succeeded')).toHaveLength(300);
    expect(cluster.upstream.calls.filter((call) => promptOf(call).startsWith('crowd'))).toHaveLength(300);
  });

  it('`finish_by` hangs up on the model', async () => {
    cluster.upstream.always(hang());
    const body = { prompt: 'too slow', finish_by: 2 };
    const answer = await cluster.caller.ask<TimedTask>('/v1/tasks', { body, headers: held });
    expect(answer.body).toMatchObject({ status: 'expired', attempts: 1, error: { code: 'deadline_exceeded' } });
    const call = await eventually(() => cluster.upstream.calls.find((one) => promptOf(one) === 'too slow'));
    expect(await call.ended).toMatchObject({ aborted: true });
  });

  it('a result is kept as long as its task asked for, and then answers 410', async () => {
    const { body } = await cluster.caller.ask<TimedTask>('/v1/tasks', { body: { prompt: 'brief', result_ttl_seconds: 1 }, headers: held });
    expect(body.status).toBe('succeeded');
    const gone = await eventually(async () => {
      const answer = await cluster.caller.ask(`/v1/tasks/${body.id}`);
      return answer.status === 410 && answer;
    });
    expect(gone.body).toMatchObject({ code: 'task_gone', task: { id: body.id, status: 'succeeded' } });
    expect(await cluster.store.exists(`{millrace}:task:${body.id}:payload`, `{millrace}:task:${body.id}:result`)).toBe(0);
  });
});
