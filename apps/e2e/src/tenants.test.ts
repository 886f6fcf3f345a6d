import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Operation, operations } from '@millrace/contracts';
import { answer, type Cluster, eventually, startCluster } from '@millrace/testing';
import { dumpKeys } from './canaries/dump-keys.js';

const keys = {
  owner: 'key-of-the-owner-0123456789',
  tasks: 'key-of-another-tenant-012345',
  admin: 'key-of-an-operator-0123456789',
  both: 'key-of-both-scopes-0123456789',
} as const;
const scopesOf = { tasks: ['tasks'], admin: ['admin'], both: ['tasks', 'admin'] } as const;

const all: readonly Operation[] = Object.values(operations);
const keyed = all.filter(({ access }) => access !== 'none');
/** Those of a tenant that name something of theirs. */
const naming = keyed.filter(({ path, scope }) => path.includes('{') && scope !== 'admin');
const named = (some: readonly Operation[]) =>
  some.map((operation) => [`${operation.method.toUpperCase()} ${operation.path}`, operation] as const);

let cluster: Cluster;
/** What belongs to the owner, by the kind of the path that names it. */
let own: { readonly task: string; readonly webhook: string; readonly delivery: string };

const kindOf = ({ path }: Operation): keyof typeof own => {
  if (path.startsWith('/v1/webhooks/deliveries')) return 'delivery';
  return path.startsWith('/v1/webhooks') ? 'webhook' : 'task';
};

/** One that nobody has, of the same shape. */
const unknown = (id: string): string => id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));

const ask = async (operation: Operation, id: string, key: string) => {
  const url = `${cluster.apis[0]?.address}${operation.path.replace('{route}', 'nowhere').replace(/\{\w+\}/, id)}`;
  const example = operation.body?.meta()?.examples?.[0];
  const response = await fetch(url, {
    method: operation.method.toUpperCase(),
    headers: { 'x-api-key': key, ...(operation.body && { 'content-type': 'application/json' }) },
    ...(operation.body && { body: JSON.stringify(example ?? {}) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  return { status: response.status, headers: [...response.headers.keys()].sort(), text };
};

/** An answer without what differs between any two. */
const withoutIds = (reply: Awaited<ReturnType<typeof ask>>, id: string) => ({
  ...reply,
  text: reply.text.replaceAll(id, 'ID').replaceAll(/"request_id":"[^"]*"/g, '"request_id":"…"'),
});

beforeAll(async () => {
  const { owner, tasks, admin, both } = keys;
  cluster = await startCluster({
    env: {
      MILLRACE_API_KEYS: `owner:${owner},other:${tasks},ops:${admin}:admin,mixed:${both}:tasks+admin`,
      MILLRACE_WEBHOOK_ALLOW: '127.0.0.1',
    },
  });
  cluster.upstream.always(answer('the answer of the owner'));
  const caller = cluster.callerWith(owner);
  const task = await caller.submit({ prompt: 'hello', metadata: { whose: 'the owner' } });
  await cluster.untilEnded([]);
  const url = `${new URL(cluster.upstream.url).origin}/hook`;
  const webhook = (await caller.ask<{ id: string }>('/v1/webhooks', { body: { url } })).body.id;
  await caller.ask(`/v1/webhooks/${webhook}/test`, { method: 'POST' });
  const deliveries = () => caller.ask<{ data: { id: string; status: string }[] }>('/v1/webhooks/deliveries');
  const delivery = await eventually(async () => (await deliveries()).body.data?.find(({ status }) => status === 'delivered')?.id);
  own = { task, webhook, delivery };
});
afterAll(() => cluster.stop());

describe('what belongs to a tenant', () => {
  const theirs = async () => {
    const dump = await dumpKeys(cluster.store);
    // Jobs go by themselves.
    return [...dump].filter(([name]) => !name.includes(':queue:') && Object.values(own).some((id) => name.includes(id))).sort();
  };

  it.each(named(naming))('looks to another like what nobody has, and is left alone: %s', async (_name, operation) => {
    const id = own[kindOf(operation)];
    const before = await theirs();
    const foreign = await ask(operation, id, keys.tasks);
    const nobodys = await ask(operation, unknown(id), keys.tasks);
    expect(withoutIds(foreign, id)).toEqual(withoutIds(nobodys, unknown(id)));
    expect([404, 410]).toContain(foreign.status);
    expect(foreign.text).not.toContain('the owner');
    expect(await theirs()).toEqual(before);
  });

  it('is still theirs', async () => {
    const caller = cluster.callerWith(keys.owner);
    expect(await caller.read(own.task)).toMatchObject({ result: { text: 'the answer of the owner' } });
    expect((await caller.ask(`/v1/webhooks/${own.webhook}`)).status).toBe(200);
    expect((await caller.ask(`/v1/webhooks/deliveries/${own.delivery}`)).status).toBe(200);
  });
});

describe('every operation under keys', () => {
  it.each(named(keyed))('is open to keys of its scope and to no others: %s', async (_name, operation) => {
    for (const [name, scopes] of Object.entries(scopesOf)) {
      const { status, text } = await ask(operation, unknown(own[kindOf(operation)]), keys[name as keyof typeof scopesOf]);
      const may = operation.scope === undefined || (scopes as readonly string[]).includes(operation.scope);
      expect({ name, refused: text.includes('"missing_scope"') && status === 403 }).toEqual({ name, refused: !may });
    }
  });

  it('wants a key, but for those that are known to be open to everybody', () => {
    const open = all.filter(({ access }) => access === 'none').map(({ path }) => path);
    expect(open.filter((path) => path.startsWith('/v1/'))).toEqual([]);
  });
});
