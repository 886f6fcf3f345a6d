import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Cluster,
  createGate,
  echo,
  eventually,
  type Gate,
  inLanes,
  key,
  promptOf,
  startCluster,
  type TaskView,
} from '@millrace/testing';
import { followToEnd } from './streams/follow-to-end.js';
import type { Story } from './streams/story.js';

const races = 300;
const atOnce = 10;

interface Raced {
  readonly said: TaskView;
  readonly story: Story;
}

interface Page {
  readonly data: readonly TaskView[];
  readonly next_cursor?: string;
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('cancelling a task, raced against its completion', () => {
  let cluster: Cluster;
  const gates = new Map<string, Gate>();
  beforeAll(async () => {
    cluster = await startCluster({ apis: 2, workers: 2 });
    cluster.upstream.always(async (reply, call) => {
      await gates.get(promptOf(call))?.opened;
      await echo(reply, call);
    });
  });
  afterAll(() => cluster.stop());

  const elsewhere = (): string => cluster.apis[1]?.address ?? '';
  const cancel = async (id: string): Promise<TaskView> => {
    const answer = await fetch(`${elsewhere()}/v1/tasks/${id}/cancel`, {
      method: 'POST',
      headers: { 'x-api-key': key, prefer: 'wait=60' },
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as TaskView;
  };

  /** From the cancel well ahead of the answer to the answer well ahead of the cancel. */
  const race = async (n: number): Promise<Raced> => {
    const prompt = `race ${n}`;
    const gate = createGate();
    gates.set(prompt, gate);
    const id = await cluster.caller.submit({ prompt, metadata: { race: 'yes' } });
    await eventually(() => cluster.upstream.calls.find((call) => promptOf(call) === prompt), { everyMs: 5 });
    const following = { address: elsewhere, key, id };
    const live = n % 2 === 0 ? followToEnd(following) : undefined;
    const lead = (n % 60) - 20;
    const [said] = await Promise.all([turns(lead).then(() => cancel(id)), turns(-lead).then(gate.open)]);
    return { said, story: await (live ?? followToEnd(following)) };
  };
  const listed = async (): Promise<Map<string, string>> => {
    const found = new Map<string, string>();
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const path: string = `/v1/tasks?limit=100&metadata=race:yes${cursor && `&cursor=${cursor}`}`;
      const { body } = await cluster.caller.ask<Page>(path);
      for (const { id, status } of body.data) found.set(id, status);
      cursor = body.next_cursor;
    }
    return found;
  };

  it('ends each once, and its answer, the record, the events, the list and the books say the same', async () => {
    const raced = await inLanes(
      atOnce,
      Array.from({ length: races }, (_, n) => n),
      race,
    );
    const tasks = await Promise.all(raced.map(({ said }) => cluster.caller.read(said.id)));
    expect(raced.map(({ said }) => said)).toEqual(tasks);
    expect(await listed()).toEqual(new Map(tasks.map(({ id, status }) => [id, status])));
    raced.forEach(({ story }, n) => {
      const { status, result, partial } = tasks[n] as TaskView;
      expect(story.result !== undefined).toBe(status === 'succeeded');
      expect(story.error?.code).toBe(status === 'cancelled' ? 'cancelled' : undefined);
      expect(story.text).toBe((result ?? partial)?.text ?? '');
    });
    const count = (status: string) => tasks.filter((task) => task.status === status).length;
    const books = { submitted: races, cancelled: count('cancelled'), succeeded: count('succeeded'), failed: 0, expired: 0, open: 0 };
    expect(await cluster.ledger()).toMatchObject(books);
    expect(Math.min(books.cancelled, books.succeeded)).toBeGreaterThan(0);
  });
});
