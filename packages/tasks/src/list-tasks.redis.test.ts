import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newTaskId } from '@millrace/runtime';
import { createGround, type Ground, request, result, usage } from './life/ground.js';
import type { ListRequest, TaskPlace } from './list-outcome.js';
import { mostLookedAt } from './list-tasks.js';

const { tenant } = request;

describe('listing tasks', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround();
  });
  afterEach(() => ground.close());

  const page = (more: Partial<ListRequest> = {}) => ground.list({ tenant, limit: 100, ...more });
  const idsOf = async (more: Partial<ListRequest> = {}) => (await page(more)).tasks.map(({ id }) => id);

  /** Every page from the first to the last. */
  const pages = async (more: Partial<ListRequest>, between: () => Promise<void> = async () => {}): Promise<string[][]> => {
    const shown: string[][] = [];
    let after: TaskPlace | undefined;
    do {
      const { tasks, next } = await page({ ...more, ...(after && { after }) });
      shown.push(tasks.map(({ id }) => id));
      after = next;
      await between();
    } while (after);
    return shown;
  };

  /** Records as a submission leaves them, all of one millisecond unless told otherwise. */
  const write = async (count: number, fields: Record<string, string> = {}, createdAtMs: (n: number) => number = () => 1000) => {
    const ids = Array.from({ length: count }, newTaskId);
    const pipeline = ground.redis.pipeline();
    ids.forEach((id, n) => {
      const created = createdAtMs(n);
      const record = { tenant, state: 'queued', route: 'r', model: 'm', created, finish_by: 1, run: 1, ...fields };
      pipeline.hset(ground.keys.task(id), record).zadd(ground.keys.tenantTasks(tenant), created, id);
    });
    await pipeline.exec();
    return ids;
  };

  const settle = async (id: string) => {
    const task = await ground.opened(id);
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result, usage });
  };

  it('shows the newest first, with metadata and without results, to their own tenant only', async () => {
    const first = await ground.accepted();
    const second = await ground.accepted({ payload: { ...request.payload, metadata: { order: '43' } } });
    await ground.accepted({ tenant: 'other' });
    const { tasks, next } = await page();
    expect(tasks.map(({ id }) => id).sort()).toEqual([first.id, second.id].sort());
    expect(tasks.find(({ id }) => id === second.id)).toEqual(await ground.found(second.id));
    expect(next).toBeUndefined();
  });

  it('goes through tasks of one millisecond page by page, each once, the greatest id first', async () => {
    const ids = (await write(45)).sort().reverse();
    const shown = await pages({ limit: 10 });
    expect(shown.map(({ length }) => length)).toEqual([10, 10, 10, 10, 5]);
    expect(shown.flat()).toEqual(ids);
  });

  it('has no further page when the last task has been shown', async () => {
    await write(20);
    expect((await pages({ limit: 10 })).map(({ length }) => length)).toEqual([10, 10]);
  });

  it('shows what was there at the first page once, whatever is submitted and erased meanwhile', async () => {
    const ids = await write(60);
    const gone: string[] = [];
    const shown = await pages({ limit: 7 }, async () => {
      await Promise.all(Array.from({ length: 20 }, () => ground.accepted()));
      // The very place that the next page goes on after, and one that would still come.
      for (const id of (await idsOf({ createdBeforeMs: 1001, limit: 1 })).concat(ids.find((one) => !gone.includes(one)) ?? [])) {
        await ground.redis.zrem(ground.keys.tenantTasks(tenant), id);
        gone.push(id);
      }
    });
    const seen = shown.flat();
    expect(new Set(seen).size).toBe(seen.length);
    for (const id of ids.filter((one) => !gone.includes(one))) expect(seen).toContain(id);
    expect(seen.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('goes on after a place that is no longer there', async () => {
    const ids = (await write(9)).sort().reverse();
    const [, , third = ''] = ids;
    await ground.redis.zrem(ground.keys.tenantTasks(tenant), third);
    expect(await idsOf({ after: { createdAtMs: 1000, id: third } })).toEqual(ids.slice(3));
  });

  it('filters by state, by model, by metadata and by time', async () => {
    const queued = await ground.accepted();
    const ended = await ground.accepted({ payload: { ...request.payload, metadata: { 'a:b': 'c:d', order: '7' } } });
    const [old = ''] = await write(1, { model: 'large', state: 'failed' });
    await settle(ended.id);
    const filters: [Partial<ListRequest>, string[]][] = [
      [{ states: ['queued', 'running'] }, [queued.id]],
      [{ states: ['succeeded', 'failed'] }, [ended.id, old]],
      [{ model: 'large' }, [old]],
      [{ model: 'nothing' }, []],
      [{ metadata: 'order' }, [ended.id, queued.id]],
      [{ metadata: 'order:7' }, [ended.id]],
      [{ metadata: 'a:b' }, [ended.id]],
      [{ metadata: 'a:b:c:d' }, [ended.id]],
      [{ metadata: 'a' }, []],
      [{ createdFromMs: 1000, createdBeforeMs: 1001 }, [old]],
      [{ createdFromMs: 1001 }, [ended.id, queued.id]],
      [{ createdBeforeMs: 1000 }, []],
      [{ createdFromMs: 2000, createdBeforeMs: 1000 }, []],
      [{ states: ['succeeded'], model: 'gpt.test', metadata: 'order:7' }, [ended.id]],
    ];
    for (const [filter, ids] of filters) expect({ filter, ids: (await idsOf(filter)).sort() }).toEqual({ filter, ids: ids.sort() });
  });

  it('keeps to its times from page to page', async () => {
    const ids = await write(50, {}, (n) => 1000 + n);
    const shown = await pages({ limit: 4, createdFromMs: 1010, createdBeforeMs: 1030 });
    expect(shown.flat()).toEqual(ids.slice(10, 30).reverse());
  });

  it('ends a page after a thousand tasks, and comes to the rare one in the end', async () => {
    const [rare] = await write(1, { model: 'rare' }, () => 1);
    await write(2 * mostLookedAt + 300, {}, (n) => 2 + n);
    expect(await pages({ model: 'rare' })).toEqual([[], [], [rare]]);
    const [full] = await pages({ limit: 3, metadata: 'none' });
    expect(full).toEqual([]);
  });

  it('leaves out what was erased and what is forgotten, and shows what has expired', async () => {
    const [kept, erased, forgotten] = [await ground.accepted(), await ground.accepted(), await ground.accepted()];
    await settle(kept.id);
    await ground.redis.del(ground.keys.result(kept.id), ground.keys.metadata(kept.id), ground.keys.payload(kept.id));
    await ground.redis.hset(ground.keys.task(erased.id), 'erased', 1);
    await ground.redis.del(ground.keys.task(forgotten.id));
    expect((await page()).tasks).toMatchObject([{ id: kept.id, state: 'succeeded' }]);
  });

  it('lists nothing of a tenant that has none', async () => {
    expect(await page({ tenant: 'nobody' })).toEqual({ tasks: [] });
  });
});
