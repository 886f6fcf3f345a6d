import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BulkList, BulkOutcome } from '@millrace/contracts';
import { type App, answer, type Cluster, createGate, eventually, key, startCluster } from '@millrace/testing';
import { beginUpload } from './bulk/begin-upload.js';
import { readAnswers, uploadLines } from './bulk/upload-lines.js';

const plenty = '1000000/minute';
const env = { MILLRACE_LIMIT_TASKS: plenty, MILLRACE_LIMIT_ADDRESS: plenty, LOG_LEVEL: 'info' };

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => JSON.stringify({ prompt: `line ${n + 1}` }));
const idOf = (outcome: BulkOutcome): string => ('id' in outcome ? outcome.id : `none: ${JSON.stringify(outcome)}`);
const idsOf = (outcomes: readonly BulkOutcome[]): ReadonlyMap<number, string> => new Map(outcomes.map((each) => [each.line, idOf(each)]));
const addressOf = (app: App | undefined): string => app?.address ?? '';

const residentBytes = async (app: App | undefined): Promise<number> =>
  Number(/^process_resident_memory_bytes (\S+)/m.exec((await app?.metrics()) ?? '')?.[1]);

describe('a bulk submission', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ workers: 0, env });
  });
  afterAll(() => cluster.stop());

  const submittedBy = async <Result>(work: () => Promise<Result>): Promise<{ readonly submitted: number; readonly result: Result }> => {
    const before = await cluster.ledger();
    const result = await work();
    return { result, submitted: (await cluster.ledger()).submitted - before.submitted };
  };

  it('of 20,000 lines answers each in its order, the bad ones too, and its length costs the api no memory', async () => {
    const [api] = cluster.apis;
    const paddingBytes = 40_000;
    const padding = 'x'.repeat(paddingBytes);
    const line = (n: number): string => JSON.stringify(n % 2 === 0 ? { promt: padding } : { prompt: `line ${n}` });
    const [warm, all] = [5_000, 20_000];
    const upload = beginUpload({ address: addressOf(api) });
    const seen: { readonly line: number; readonly status: number }[] = [];

    /** Sends the lines while what is answered to them is read. */
    const exchange = async (from: number, to: number): Promise<void> => {
      const sending = (async () => {
        for (let n = from; n <= to; n += 1) await upload.send(`${line(n)}\n`);
      })();
      for (let n = from; n <= to; n += 1) seen.push((await upload.answers.next()).value as BulkOutcome);
      await sending;
    };
    const { submitted } = await submittedBy(async () => {
      await exchange(1, warm);
      const before = await residentBytes(api);
      await exchange(warm + 1, all);
      const grown = (await residentBytes(api)) - before;
      // Who held the bad lines alone would hold all of these.
      expect(grown).toBeLessThan((((all - warm) / 2) * paddingBytes) / 2);
      upload.end();
      const { summary } = await readAnswers(upload.answers);
      expect(summary).toEqual({ object: 'bulk.summary', lines: all, accepted: all / 2, replayed: 0, refused: all / 2, complete: true });
    });
    expect(submitted).toBe(all / 2);
    expect(seen.map((outcome) => `${outcome.line} ${outcome.status}`)).toEqual(
      Array.from({ length: all }, (_, n) => `${n + 1} ${(n + 1) % 2 === 0 ? 400 : 202}`),
    );
  });

  it('that was cut in the middle is sent again with its key: each line is one task, and those told of keep their ids', async () => {
    const [api] = cluster.apis;
    const lines = numbered(6_000);
    const { submitted } = await submittedBy(async () => {
      const upload = beginUpload({ address: addressOf(api), idempotencyKey: 'cut-in-the-middle' });
      await upload.send(`${lines.slice(0, 3_000).join('\n')}\n{"prompt":"li`);
      const told: BulkOutcome[] = [];
      while (told.length < 500) told.push((await upload.answers.next()).value as BulkOutcome);
      upload.cut();

      const { outcomes, summary } = await uploadLines({ address: addressOf(api), lines, idempotencyKey: 'cut-in-the-middle' });
      expect(summary).toMatchObject({ lines: 6_000, refused: 0, complete: true });
      const ids = idsOf(outcomes);
      expect(new Set(ids.values()).size).toBe(6_000);
      expect(told.map((outcome) => ids.get(outcome.line))).toEqual(told.map(idOf));
      expect(outcomes.slice(0, told.length).every((outcome) => 'replayed' in outcome)).toBe(true);
    });
    expect(submitted).toBe(6_000);
  });

  it('whose answers are taken slowly loses none of them', async () => {
    const upload = beginUpload({ address: addressOf(cluster.apis[0]) });
    const count = 20_000;
    const sending = (async () => {
      for (let n = 0; n < count; n += 1) await upload.send('{"promt":"a word that nobody knows"}\n');
      upload.end();
    })();
    let taken = 0;
    for await (const told of upload.answers) {
      if (!('object' in told)) {
        taken += 1;
        expect(told).toMatchObject({ line: taken, status: 400 });
      } else expect(told).toMatchObject({ lines: count, refused: count, complete: true });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await sending;
    expect(taken).toBe(count);
  }, 240_000);

  it('may be an array of a thousand, and not of one more', async () => {
    const tasks = Array.from({ length: 1_001 }, (_, n) => ({ prompt: `of an array, ${n}` }));
    const post = (body: unknown) => submittedBy(() => cluster.caller.ask<BulkList>('/v1/tasks/bulk', { body }));

    const whole = await post(tasks.slice(0, 1_000));
    expect(whole.submitted).toBe(1_000);
    expect(whole.result).toMatchObject({ status: 200, body: { accepted: 1_000, replayed: 0, refused: 0 } });
    expect(new Set(whole.result.body.data.map(idOf)).size).toBe(1_000);

    const over = await post(tasks);
    expect(over).toMatchObject({ submitted: 0, result: { status: 400, body: { code: 'invalid_body' } } });
  });
});

describe('a bulk submission', () => {
  let cluster: Cluster;
  afterEach(() => cluster.stop());

  it('goes on at the ceiling as soon as there is room', async () => {
    cluster = await startCluster({ env: { ...env, MILLRACE_MAX_OPEN_TASKS: '40' } });
    const room = createGate();
    cluster.upstream.always(answer('done', { after: room.opened }));
    const uploading = uploadLines({ address: addressOf(cluster.apis[0]), lines: numbered(100) });
    // Nothing ends before there is room.
    await eventually(async () => (await cluster.ledger()).open === 40);
    room.open();
    const { outcomes, summary } = await uploading;
    expect(summary).toMatchObject({ lines: 100, accepted: 100, refused: 0, complete: true });
    expect(new Set(idsOf(outcomes).values()).size).toBe(100);
    expect(await cluster.ledger()).toMatchObject({ submitted: 100 });
  });

  it('that meets the end of its api is told to send it again, and at another api each line is one task', async () => {
    cluster = await startCluster({ workers: 0, apis: 2, env });
    const [leaving, staying] = cluster.apis;
    const lines = numbered(4_000);
    const upload = beginUpload({ address: addressOf(leaving), idempotencyKey: 'moved-on' });
    await upload.send(`${lines.slice(0, 2_000).join('\n')}\n`);
    const first = (await upload.answers.next()).value as BulkOutcome;
    leaving?.terminate();
    const { outcomes, summary } = await readAnswers(upload.answers);
    expect(summary).toMatchObject({ complete: false, problem: { code: 'shutting_down' } });
    upload.end();
    expect(await leaving?.exited).toEqual({ code: 0, signal: null });

    const told = [first, ...outcomes];
    const again = await uploadLines({ address: addressOf(staying), lines, idempotencyKey: 'moved-on' });
    expect(again.summary).toMatchObject({ lines: 4_000, accepted: 4_000 - told.length, replayed: told.length, refused: 0, complete: true });
    const ids = idsOf(again.outcomes);
    expect(told.map((outcome) => ids.get(outcome.line))).toEqual(told.map(idOf));
    expect(new Set(ids.values()).size).toBe(4_000);
    expect(await cluster.ledger()).toMatchObject({ submitted: 4_000 });
    expect(cluster.logs()).not.toContain(key);
  });
});
