import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cluster, inLanes, startCluster, type TaskView } from '@millrace/testing';

interface Page {
  readonly data: readonly TaskView[];
  readonly has_more: boolean;
  readonly next_cursor?: string;
}

describe('listing tasks', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ workers: 0, apis: 2 });
  });
  afterAll(() => cluster.stop());

  const page = async (query: Readonly<Record<string, string>>): Promise<Page> => {
    const { status, body } = await cluster.caller.ask<Page>(`/v1/tasks?${new URLSearchParams(query)}`);
    expect(status).toBe(200);
    return body;
  };
  /** All pages from the first to the last. */
  const pages = async (query: Readonly<Record<string, string>>): Promise<Page[]> => {
    const all = [await page(query)];
    for (let cursor = all[0]?.next_cursor; cursor !== undefined; cursor = all.at(-1)?.next_cursor)
      all.push(await page({ ...query, cursor }));
    return all;
  };
  const idsOf = (all: readonly Page[]): string[] => all.flatMap(({ data }) => data.map(({ id }) => id));
  const submit = (count: number, task: object = {}): Promise<string[]> =>
    inLanes(
      20,
      Array.from({ length: count }, (_, n) => n),
      (n) => cluster.caller.submit({ prompt: `${n}`, ...task }),
    );

  it('shows each task that was there once, while five hundred arrive', async () => {
    const there = await submit(120);
    let arrived = false;
    const arriving = submit(500).then((ids) => {
      arrived = true;
      return ids;
    });
    let rounds = 0;
    while (!arrived || rounds < 2) {
      const shown = idsOf(await pages({ limit: '9' }));
      expect(new Set(shown).size).toBe(shown.length);
      expect(there.filter((id) => !shown.includes(id))).toEqual([]);
      rounds += 1;
    }
    const everything = [...there, ...(await arriving)];
    expect(idsOf(await pages({ limit: '100' })).sort()).toEqual(everything.sort());
  });

  it('finds a rare task behind more than a thousand others, over pages that may be empty', async () => {
    const metadata = { order: 'rare' };
    const [rare] = await submit(1, { metadata });
    await submit(1100);
    const found = await pages({ metadata: 'order:rare', status: 'queued,running' });
    expect(idsOf(found)).toEqual([rare]);
    expect(found.length).toBeGreaterThan(1);
    expect(found.at(0)).toMatchObject({ data: [], has_more: true });
    expect(found.at(-1)).toMatchObject({ has_more: false });
  });

  it('shows tasks in the state they are in, and none that was erased', async () => {
    const [cancelled = ''] = await submit(1, { metadata: { order: 'cancelled' } });
    await cluster.caller.ask(`/v1/tasks/${cancelled}/cancel`, { method: 'POST' });
    const { data } = await page({ metadata: 'order:cancelled' });
    expect(data).toMatchObject([{ id: cancelled, status: 'cancelled', error: { code: 'cancelled' } }]);
    expect(idsOf(await pages({ status: 'cancelled' }))).toEqual([cancelled]);
    expect(idsOf(await pages({ status: 'succeeded' }))).toEqual([]);
    await cluster.caller.ask(`/v1/tasks/${cancelled}`, { method: 'DELETE' });
    expect(idsOf(await pages({ status: 'cancelled' }))).toEqual([]);
  });
});
