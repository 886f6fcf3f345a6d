import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Caller,
  type Cluster,
  createCaller,
  createGate,
  echo,
  eventually,
  hang,
  type Reply,
  refuse,
  startCluster,
  key as testsKey,
} from '@millrace/testing';
import { follow } from './streams/follow.js';

const adminKey = 'admin-key-of-the-tests-012345';
const route = 'gpt-4o-mini';
/** What is promised, in milliseconds. */
const refusedWithin = 1000;

interface CreatedKey {
  readonly id: string;
  readonly key: string;
}

describe('keys and queues over the API', () => {
  let cluster: Cluster;
  let admin: Caller;
  beforeAll(async () => {
    const env = { MILLRACE_API_KEYS: `tests:${testsKey},ops:${adminKey}:admin`, MILLRACE_LIMIT_AUTH_FAILURES: '1000000/minute' };
    cluster = await startCluster({ apis: 2, env });
    admin = cluster.callerWith(adminKey);
  });
  afterAll(() => cluster.stop());
  beforeEach(() => cluster.upstream.always(echo));

  const at = (api: number, key: string): Caller => createCaller({ address: () => cluster.apis[api]?.address ?? '', key });
  const post = <Body = CreatedKey>(path: string, body?: object): Promise<Reply<Body>> =>
    admin.ask<Body>(path, { method: 'POST', ...(body && { body }) });
  const created = async (body: object = {}): Promise<CreatedKey> => {
    const reply = await post('/v1/keys', { name: 'of the test', tenant: 'acme', scopes: ['tasks'], ...body });
    expect(reply.status).toBe(201);
    return reply.body;
  };

  /** Somebody who asks both apis without a pause; what was answered by when it was asked. */
  const startHammering = (key: string) => {
    const answers: { readonly askedAt: number; readonly status: number }[] = [];
    let over = false;
    const lane = async (api: number): Promise<void> => {
      while (!over) {
        const askedAt = performance.now();
        const { status } = await at(api, key).ask('/v1/models');
        answers.push({ askedAt, status });
      }
    };
    const lanes = Promise.all([0, 0, 1, 1].map(lane));
    const stop = async (): Promise<void> => {
      over = true;
      await lanes;
    };
    return { answers, stop };
  };

  it('a revoked key is served nowhere a second later, never with a 500, and what it holds open ends', async () => {
    cluster.upstream.always(hang());
    const { id, key } = await created({ tenant: 'tests' });
    const task = await at(0, key).submit({ prompt: 'never answered' });
    const stream = await follow({ url: `${cluster.apis[1]?.address}/v1/tasks/${task}/events`, key, onEvent: () => {} });
    const waiting = at(0, key).ask(`/v1/tasks/${task}?wait=60`);
    await eventually(async () => (await cluster.apis[0]?.metrics())?.includes('millrace_api_open_requests{kind="wait"} 1'));
    const hammering = startHammering(key);
    await eventually(() => hammering.answers.filter(({ status }) => status === 200).length > 20);

    expect((await admin.ask(`/v1/keys/${id}`, { method: 'DELETE' })).body).toMatchObject({ id, revoked_at: expect.any(String) });
    const revokedAt = performance.now();
    const waited = await waiting;
    expect([waited.status, waited.body.code]).toEqual([401, 'unknown_key']);
    await stream.over;
    const openedUntil = performance.now();
    await pause(Math.max(0, revokedAt + refusedWithin - performance.now()));
    const late = hammering.answers.length;
    await eventually(() => hammering.answers.length > late + 20);
    await hammering.stop();

    expect(openedUntil - revokedAt).toBeLessThan(refusedWithin);
    expect(new Set(hammering.answers.map(({ status }) => status))).toEqual(new Set([200, 401]));
    const servedLate = hammering.answers.filter(({ askedAt, status }) => status === 200 && askedAt > revokedAt + refusedWithin);
    expect(servedLate).toEqual([]);
    // Its tasks are its tenant's.
    expect((await cluster.caller.ask(`/v1/tasks/${task}/cancel`, { method: 'POST', headers: { prefer: 'wait=60' } })).body).toMatchObject({
      status: 'cancelled',
    });
  });

  it('rotates without one refused request: the old key goes on for the overlap, then expires', async () => {
    const old = await created({ limits: { tasks_per_minute: 1000 } });
    const hammering = startHammering(old.key);
    await eventually(() => hammering.answers.length > 10);
    const rotated = await post<CreatedKey & { rotated_from: string }>(`/v1/keys/${old.id}/rotate`, { overlap_seconds: 3600 });
    expect(rotated).toMatchObject({ status: 201, body: { rotated_from: old.id, tenant: 'acme', limits: { tasks_per_minute: 1000 } } });
    const now = hammering.answers.length;
    await eventually(() => hammering.answers.length > now + 20);
    for (const api of [0, 1]) expect((await at(api, rotated.body.key).ask('/v1/models')).status).toBe(200);
    await hammering.stop();
    expect(new Set(hammering.answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await post(`/v1/keys/${old.id}/rotate`)).body).toMatchObject({ code: 'key_not_in_use' });
  });

  it('a key expires by itself, everywhere', async () => {
    const { id, key } = await created({ expires_at: new Date(Date.now() + 3_600_000).toISOString() });
    for (const api of [0, 1]) expect((await at(api, key).ask('/v1/models')).status).toBe(200);
    const soon = new Date(Date.now() + 1500).toISOString();
    expect((await admin.ask(`/v1/keys/${id}`, { method: 'PATCH', body: { expires_at: soon } })).status).toBe(200);
    for (const api of [0, 1]) await eventually(async () => (await at(api, key).ask('/v1/models')).status === 401);
    expect((await admin.ask(`/v1/keys/${id}`, { method: 'PATCH', body: { name: 'too late' } })).body).toMatchObject({
      code: 'key_not_in_use',
    });
  });

  it('limits are those of the key, are shown as such, and a change holds at every api', async () => {
    const { id, key } = await created({ limits: { tasks_per_minute: 2, reads_per_minute: 3 } });
    const submit = (api: number) => at(api, key).ask('/v1/tasks', { body: { prompt: 'one of few' } });
    const first = await submit(0);
    expect([first.status, first.headers.get('ratelimit-policy')]).toEqual([202, '"tasks";q=2;w=60']);
    expect([(await submit(1)).status, (await submit(0)).status]).toEqual([202, 429]);
    const reads = [];
    for (let n = 0; n < 4; n += 1) reads.push((await at(0, key).ask('/v1/models')).status);
    expect(reads).toEqual([200, 200, 200, 429]);
    expect((await admin.ask(`/v1/keys/${id}`, { method: 'PATCH', body: { limits: { tasks_per_minute: null } } })).status).toBe(200);
    for (const api of [0, 1]) await eventually(async () => (await submit(api)).status === 202);
    expect((await at(0, testsKey).ask('/v1/tasks', { body: { prompt: 'of another' } })).headers.get('ratelimit-policy')).toBe(
      '"tasks";q=10000;w=60',
    );
  });

  it('a paused route accepts tasks and runs none until it is resumed; what runs goes on', async () => {
    const gate = createGate();
    cluster.upstream.always(async (reply, call) => {
      await gate.opened;
      return echo(reply, call);
    });
    const running = await cluster.caller.submit({ prompt: 'before the pause' });
    await eventually(async () => (await cluster.caller.read(running)).status === 'running');
    expect((await post(`/v1/queues/${route}/pause`)).body).toMatchObject({ route, paused: true });
    const calls = cluster.upstream.calls.length;
    const held = await Promise.all(Array.from({ length: 20 }, (_, n) => cluster.caller.submit({ prompt: `while paused, ${n}` })));
    gate.open();
    expect((await cluster.caller.ask(`/v1/tasks/${running}?wait=60`)).body).toMatchObject({ status: 'succeeded' });
    // A worker that has just started looks for tasks before it is ready.
    await cluster.addWorker();
    const view = await eventually(async () => {
      const task = (await cluster.caller.ask<Record<string, unknown>>(`/v1/tasks/${held[0]}`)).body;
      return task.waiting_reason === 'paused' && task;
    });
    expect(view).toMatchObject({ status: 'queued' });
    expect(view).not.toHaveProperty('estimated_start_at');
    expect((await admin.ask(`/v1/queues/${route}`)).body).toMatchObject({ paused: true, waiting: 20, running: 0, workers: 2 });
    expect(cluster.upstream.calls.length).toBe(calls);
    expect((await post(`/v1/queues/${route}/resume`)).body).toMatchObject({ paused: false });
    for (const id of held) expect((await cluster.caller.ask(`/v1/tasks/${id}?wait=60`)).body).toMatchObject({ status: 'succeeded' });
  });

  it('failed tasks are listed without what they asked and run again once, for their own tenant and key', async () => {
    const { key, id } = await created({ tenant: 'beta' });
    cluster.upstream.always(refuse(400));
    const ids = await Promise.all(Array.from({ length: 3 }, (_, n) => at(0, key).submit({ prompt: `canary ${n}` })));
    for (const task of ids) await at(0, key).ask(`/v1/tasks/${task}?wait=60`);
    const letters = await admin.ask<{ data: { task_id: string; tenant: string }[] }>(`/v1/queues/${route}/dead-letters`);
    expect(letters.body.data.map(({ task_id }) => task_id).sort()).toEqual([...ids].sort());
    expect(letters.body.data[0]?.tenant).toBe('beta');
    expect(JSON.stringify(letters.body)).not.toContain('canary');

    cluster.upstream.always(echo);
    const redriven = await post<{ data: { task_id: string; id: string }[] }>(`/v1/queues/${route}/redrive`);
    expect(redriven.body).toMatchObject({ redriven: 3, refused: 0 });
    for (const { task_id, id: anew } of redriven.body.data) {
      expect((await at(1, key).ask(`/v1/tasks/${anew}?wait=60`)).body).toMatchObject({ status: 'succeeded', retry_of: task_id });
      expect(await cluster.store.hget(`{millrace}:task:${anew}`, 'key')).toBe(id);
    }
    expect((await post(`/v1/queues/${route}/redrive`)).body).toMatchObject({ data: [], redriven: 0 });
    const again = await post<{ data: { id: string }[] }>(`/v1/queues/${route}/redrive`, { task_ids: [ids[0] ?? '', 'task_unknown'] });
    expect(again.body).toMatchObject({ redriven: 1, refused: 1 });
    expect(again.body.data[0]?.id).toBe(redriven.body.data.find(({ task_id }) => task_id === ids[0])?.id);
  });

  it('all of it stands in the audit log, no secret does, and neither in the logs', async () => {
    const { id, key } = await created({ name: 'to be audited' });
    await admin.ask(`/v1/keys/${id}`, { method: 'DELETE' });
    const audit = await admin.ask<{ data: { action: string; target: string; actor: object }[] }>('/v1/audit?limit=1000');
    expect(audit.body.data.slice(0, 2)).toMatchObject([
      { action: 'key.revoke', target: id, actor: { tenant: 'ops' } },
      { action: 'key.create', target: id, details: { name: 'to be audited', tenant: 'acme' } },
    ]);
    const said = JSON.stringify(audit.body) + cluster.logs();
    expect(said).toContain(id);
    for (const secret of [key, key.split('_')[2] ?? '', adminKey]) expect(said).not.toContain(secret);
    expect((await at(0, testsKey).ask('/v1/audit')).status).toBe(403);
  });
});
