import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGate } from '@millrace/testing';
import { createBulkApi } from '../testing/bulk-api.js';
import { clientOf } from '../testing/client-of.js';
import { hangUp, problem } from '../testing/replies.js';
import { type ScriptedApi, startApi } from '../testing/start-api.js';
import type { BulkOutcome } from './bulk-outcome.js';

const prompts = function* (count: number) {
  for (let n = 1; n <= count; n += 1) yield { prompt: `p${n}` };
};

const all = async (outcomes: AsyncIterable<BulkOutcome>): Promise<BulkOutcome[]> => {
  const list: BulkOutcome[] = [];
  for await (const outcome of outcomes) list.push(outcome);
  return list;
};

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

describe('tasks.bulk', () => {
  let api: ScriptedApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const client = (options: Parameters<typeof clientOf>[1] = {}) => clientOf(api.url, options).millrace.tasks;
  const keys = () => api.asked.map(({ headers }) => headers['idempotency-key']);

  it.each([1, 2, 7, 10, 11, 1000])('gives the outcome of each line in their order, uploaded %i at a time', async (linesPerUpload) => {
    const { answer, stored } = createBulkApi();
    api.replies(answer());
    const outcomes = await all(client().bulk(prompts(11), { idempotencyKey: 'k', linesPerUpload, concurrency: 3 }));
    expect(outcomes.map(({ line }) => line)).toEqual(upTo(11));
    expect(outcomes.map(({ id = '' }) => stored.get(id.slice('task_'.length)))).toEqual([...prompts(11)].map(({ prompt }) => prompt));
    expect(outcomes.every(({ status, replayed }) => status === 202 && replayed === undefined)).toBe(true);
    expect(new Set(keys())).toEqual(new Set(Array.from({ length: Math.ceil(11 / linesPerUpload) }, (_, n) => `k-${n}`)));
    expect(api.asked[0]).toMatchObject({ method: 'POST', url: '/v1/tasks/bulk', headers: { 'content-type': 'application/x-ndjson' } });
  });

  it('takes lines of any source, and none at all', async () => {
    const { answer } = createBulkApi();
    api.replies(answer());
    const slow = async function* () {
      yield* prompts(3);
    };
    expect((await all(client().bulk(slow()))).map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(await all(client().bulk([]))).toEqual([]);
    expect(api.asked).toHaveLength(1);
  });

  it('sends a cut upload again with the same key, without the lines that were answered, and stores no line twice', async () => {
    const { answer, stored } = createBulkApi();
    api.replies(hangUp, answer(3), answer(0), problem(503, 'store_unavailable'), answer(4), answer());
    const outcomes = await all(client().bulk(prompts(10), { idempotencyKey: 'k' }));
    expect(outcomes.map(({ line }) => line)).toEqual(upTo(10));
    expect(stored.size).toBe(10);
    expect(new Set(keys())).toEqual(new Set(['k-0']));
    expect(api.asked.map(({ body }) => body.split('\n').filter((text) => text !== '').length)).toEqual([10, 10, 7, 7, 7, 3]);
    expect(outcomes.every(({ status }) => status === 202)).toBe(true);
  });

  it('says of lines whose answer was lost that they had been submitted', async () => {
    const { answer, lose, stored } = createBulkApi();
    api.replies(lose, answer());
    const outcomes = await all(client().bulk(prompts(3)));
    expect(outcomes.map(({ status, replayed }) => [status, replayed])).toEqual(Array(3).fill([200, true]));
    expect(stored.size).toBe(3);
  });

  it('goes on from any line with the same chunks and numbers', async () => {
    const { answer, stored } = createBulkApi();
    api.replies(answer());
    const options = { idempotencyKey: 'k', linesPerUpload: 4 };
    for (const from of [10, 9, 8, 6, 5, 1]) {
      const outcomes = await all(client().bulk(prompts(10), { ...options, from }));
      expect(outcomes.map(({ line }) => line)).toEqual(upTo(10).slice(from - 1));
    }
    expect(stored.size).toBe(10);
    expect([...stored].map(([place, prompt]) => `${place} ${prompt}`).sort()).toEqual(
      upTo(10)
        .map((line) => `k-${Math.floor((line - 1) / 4)}:${((line - 1) % 4) + 1} p${line}`)
        .sort(),
    );
    expect(await all(client().bulk(prompts(10), { ...options, from: 11 }))).toEqual([]);
  });

  it('is not stopped by lines that are refused', async () => {
    const { answer, refuse } = createBulkApi();
    refuse('p2', 400, 'invalid_body');
    api.replies(answer());
    const outcomes = await all(client().bulk(prompts(3)));
    expect(outcomes.map(({ status, problem }) => [status, problem?.code])).toEqual([
      [202, undefined],
      [400, 'invalid_body'],
      [202, undefined],
    ]);
    expect(api.asked).toHaveLength(1);
  });

  it('sends lines again that were refused for a reason that may pass, and in the end gives the reason', async () => {
    const { answer, refuse, relent } = createBulkApi();
    refuse('p2', 503, 'queue_full');
    api.replies(answer(), answer(), (response, asked) => {
      relent();
      return answer()(response, asked);
    });
    expect((await all(client().bulk(prompts(3)))).map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(api.asked[2]?.body).toBe('\n{"prompt":"p2"}\n\n');

    refuse('p2', 503, 'queue_full');
    api.replies(answer());
    const { millrace, pauses } = clientOf(api.url, { reconnectForMs: 5000 });
    const outcomes = await all(millrace.tasks.bulk(prompts(3)));
    expect(outcomes.map(({ line, status }) => [line, status])).toEqual([
      [1, 202],
      [2, 503],
      [3, 202],
    ]);
    expect(pauses).toEqual([500, 1000, 2000, 4000]);
  });

  it('throws when it is refused as a whole, after the outcomes before it', async () => {
    const { answer } = createBulkApi();
    api.replies(answer(), problem(403, 'missing_scope'));
    const lines: number[] = [];
    const reading = (async () => {
      for await (const { line } of client().bulk(prompts(4), { linesPerUpload: 2, concurrency: 1 })) lines.push(line);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'missing_scope' });
    expect(lines).toEqual([1, 2]);
  });

  it('throws what its source throws, after the outcomes before it', async () => {
    const { answer } = createBulkApi();
    api.replies(answer());
    const broken = function* () {
      yield* prompts(2);
      throw new Error('bad file');
    };
    const lines: number[] = [];
    const reading = (async () => {
      for await (const { line } of client().bulk(broken(), { linesPerUpload: 2 })) lines.push(line);
    })();
    await expect(reading).rejects.toThrow('bad file');
    expect(lines).toEqual([1, 2]);
  });

  it('asks for no more lines than it may hold until outcomes are taken, and has no more uploads under way than it may', async () => {
    const { answer } = createBulkApi();
    const gate = createGate();
    let [open, most, given] = [0, 0, 0];
    api.replies(async (response, asked) => {
      open += 1;
      most = Math.max(most, open);
      await gate.opened;
      response.once('finish', () => {
        open -= 1;
      });
      await answer()(response, asked);
    });
    const counted = function* () {
      for (const line of prompts(1000)) {
        given += 1;
        yield line;
      }
    };
    const outcomes = client().bulk(counted(), { linesPerUpload: 10, concurrency: 3 });
    const first = outcomes.next();
    gate.open();
    await first;
    expect(given).toBeLessThanOrEqual(30);
    for (let n = 0; n < 99; n += 1) await outcomes.next();
    expect(given).toBeLessThanOrEqual(130);
    expect((await all(outcomes)).at(-1)?.line).toBe(1000);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('hangs up when its reader leaves or gives up, even while its source says nothing', async () => {
    const { answer } = createBulkApi();
    const [second, closed] = [createGate(), createGate()];
    const never = async function* () {
      yield* prompts(4);
      await new Promise(() => {});
    };
    api.replies(async (response, asked) => {
      if (String(asked.headers['idempotency-key']).endsWith('-1')) {
        response.once('close', closed.open);
        return second.open();
      }
      await second.opened;
      await answer()(response, asked);
    });
    const options = { linesPerUpload: 2, concurrency: 3 };
    for await (const _ of client().bulk(never(), options)) break;
    await closed.opened;

    const given = new AbortController();
    api.replies(() => given.abort(new Error('enough')));
    await expect(all(client().bulk(prompts(4), { ...options, signal: given.signal }))).rejects.toThrow('enough');
    await expect(all(client().bulk(prompts(4), { ...options, signal: given.signal }))).rejects.toThrow('enough');
  });

  it('takes no size, number or line that cannot be one', async () => {
    for (const options of [{ concurrency: 0 }, { linesPerUpload: 0.5 }, { from: 0 }]) {
      await expect(all(client().bulk([], options))).rejects.toThrow(RangeError);
    }
  });
});
