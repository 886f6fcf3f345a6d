import { describe, expect, it } from '@jest/globals';
import { bulkList } from '@millrace/contracts';
import { StoreUnavailableError } from '@millrace/store';
import type { SubmitOutcome, SubmitRequest, SubmitTask } from '@millrace/tasks';
import { bulkPath, bulkUnderTest } from '../../fakes/bulk.js';
import { storedTask, taskId } from '../../fakes/stored-task.js';

const limit = { limit: 10_000, windowSeconds: 60, remaining: 9_999, resetMs: 6 };
const stored = (): SubmitOutcome => ({ kind: 'accepted', task: storedTask(), limit });
const promptOf = ({ payload }: SubmitRequest): string => String(payload.messages[0]?.content);
const line = (prompt: string): string => `${JSON.stringify({ prompt })}\n`;

describe('POST /v1/tasks/bulk as NDJSON', () => {
  it('answers each line in its order, then the summary; what is wrong with one stops none', async () => {
    const { upload, submissions, telemetry } = bulkUnderTest({ bodyLimitBytes: 100 });
    const bad = ['{"prompt":\n', '{"promt":"typo"}\n', Buffer.from([0xff, 0x0a]), line('x'.repeat(100)), '{"prompt":"a","model":"none"}\n'];
    const { response, outcomes, summary } = await upload(
      Buffer.concat([line('first'), '\r\n', ...bad, '{"prompt":"last"}'].map((part) => Buffer.from(part))),
    );
    expect(response.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'x-accel-buffering': 'no',
      'cache-control': 'no-store',
    });
    expect(outcomes.map((outcome) => [outcome.line, 'problem' in outcome ? outcome.problem.code : outcome.id])).toEqual([
      [1, taskId],
      [3, 'invalid_json'],
      [4, 'invalid_body'],
      [5, 'invalid_utf8'],
      [6, 'body_too_large'],
      [7, 'unknown_model'],
      [8, taskId],
    ]);
    expect(outcomes[0]).toEqual({ line: 1, status: 202, id: taskId, task_status: 'queued' });
    expect(outcomes[2]).toMatchObject({
      status: 400,
      problem: {
        errors: expect.arrayContaining([expect.objectContaining({ pointer: '/promt' })]),
        request_id: response.headers['x-request-id'],
      },
    });
    expect(summary).toEqual({ object: 'bulk.summary', lines: 8, accepted: 2, replayed: 0, refused: 5, complete: true });
    expect(submissions.map(promptOf)).toEqual(['first', 'last']);
    expect(telemetry.bulk).toEqual({ accepted: 2, replayed: 0, refused: 5 });
    expect(telemetry.open.upload).toBe(0);
    expect(telemetry.failures).toEqual([]);
  });

  it.each(['application/x-ndjson; charset=utf-8', 'application/jsonl', 'application/ndjson'])('is known by %s', async (type) => {
    expect((await bulkUnderTest().upload(line('a'), { 'content-type': type })).summary).toMatchObject({ accepted: 1, complete: true });
  });

  it('may hold nothing', async () => {
    const { outcomes, summary } = await bulkUnderTest().upload('\n \n\t\r\n');
    expect(outcomes).toEqual([]);
    expect(summary).toEqual({ object: 'bulk.summary', lines: 3, accepted: 0, replayed: 0, refused: 0, complete: true });
  });

  it('has as many lines as it likes', async () => {
    const { upload, submissions } = bulkUnderTest();
    const { outcomes, summary } = await upload(Array.from({ length: 3000 }, (_, n) => line(`number ${n}`)).join(''));
    expect(outcomes.map((outcome) => outcome.line)).toEqual(Array.from({ length: 3000 }, (_, n) => n + 1));
    expect(summary.accepted).toBe(3000);
    expect(submissions.map(promptOf)).toEqual(Array.from({ length: 3000 }, (_, n) => `number ${n}`));
  });

  it('is idempotent under its key and the number of the line', async () => {
    const submitBulk: SubmitTask = async (request) => {
      submissions.push(request);
      return promptOf(request) === 'other'
        ? { kind: 'key_reused' }
        : promptOf(request) === 'again'
          ? { kind: 'replayed', id: taskId }
          : stored();
    };
    const { upload, submissions, telemetry } = bulkUnderTest({ services: { submitBulk } });
    const { outcomes, summary } = await upload([line('again'), '\n', line('other'), line('new')].join(''), { 'idempotency-key': 'mine' });
    expect(outcomes).toEqual([
      { line: 1, status: 200, id: taskId, replayed: true },
      expect.objectContaining({ line: 3, status: 422, problem: expect.objectContaining({ code: 'idempotency_key_reused' }) }),
      expect.objectContaining({ line: 4, status: 202 }),
    ]);
    expect(summary).toMatchObject({ accepted: 1, replayed: 1, refused: 1, complete: true });
    expect(telemetry.submitted).toEqual(['small']);
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    const [first, second, third] = submissions.map(({ idempotency }) => idempotency);
    expect(first).toEqual({ key: expect.stringMatching(/^[0-9a-f]{64}:1$/), digest });
    expect([second?.key, third?.key]).toEqual([first?.key.replace(/1$/, '3'), first?.key.replace(/1$/, '4')]);
  });
});

describe('a line without room', () => {
  const refusals: readonly (readonly [string, () => SubmitOutcome, number])[] = [
    ['queue_full', () => ({ kind: 'queue_full', openTasks: 3 }), 503],
    ['memory_full', () => ({ kind: 'memory_full' }), 503],
    ['rate_limited', () => ({ kind: 'limited', retryAfterMs: 1, limit }), 429],
    [
      'store_unavailable',
      () => {
        throw new StoreUnavailableError('away');
      },
      503,
    ],
  ];

  it.each(refusals)('%s waits, and goes where there is room, under the id it had', async (_code, refuse) => {
    const ids = new Map<string, Set<string | undefined>>();
    let tries = 0;
    const submitBulk: SubmitTask = async (request) => {
      const prompt = promptOf(request);
      ids.set(prompt, (ids.get(prompt) ?? new Set()).add(request.id));
      tries += 1;
      return tries <= 3 ? refuse() : stored();
    };
    let made = 0;
    const newTaskId = () => `id-${++made}`;
    const { upload } = bulkUnderTest({ services: { submitBulk, newTaskId } });
    const { outcomes, summary } = await upload(line('a') + line('b'));
    expect(outcomes.map(({ status }) => status)).toEqual([202, 202]);
    expect(summary).toMatchObject({ accepted: 2, refused: 0, complete: true });
    expect([...ids.values()].map((each) => [...each])).toEqual([['id-1'], ['id-2']]);
  });

  it.each(refusals)('%s is refused once its time is up, and the next one gets its own', async (code, refuse, status) => {
    const { upload, telemetry } = bulkUnderTest({ services: { submitBulk: async () => refuse() }, patience: { roomMs: 10 } });
    const { outcomes, summary } = await upload(line('a') + line('b'));
    expect(outcomes).toEqual([
      { line: 1, status, problem: expect.objectContaining({ code, status }) },
      { line: 2, status, problem: expect.objectContaining({ code, status }) },
    ]);
    expect(summary).toMatchObject({ refused: 2, complete: true });
    expect(telemetry.refusals).toHaveLength(code === 'store_unavailable' ? 0 : 2);
  });

  it('is not tried by all that wait at once', async () => {
    let first = true;
    const tried: string[] = [];
    const submitBulk: SubmitTask = async (request) => {
      tried.push(promptOf(request));
      if (promptOf(request) === '99') first = false;
      return tried.length <= 102 ? { kind: 'queue_full', openTasks: 3 } : stored();
    };
    const { upload } = bulkUnderTest({ services: { submitBulk } });
    const { summary } = await upload(Array.from({ length: 100 }, (_, n) => line(String(n))).join(''));
    expect(first).toBe(false);
    expect(summary).toMatchObject({ accepted: 100 });
    // All once; the first alone until there is room; then the rest, each once.
    expect(tried.slice(100, 104)).toEqual(['0', '0', '0', '1']);
    expect(tried).toHaveLength(202);
  });

  it('that fails for a reason nobody foresaw is told the log, not the caller', async () => {
    const submitBulk: SubmitTask = async (request) => {
      if (promptOf(request) === 'a') throw new Error('secret detail');
      return stored();
    };
    const { upload, telemetry } = bulkUnderTest({ services: { submitBulk } });
    const { outcomes, response } = await upload(line('a') + line('b'));
    expect(outcomes.map(({ status }) => status)).toEqual([500, 202]);
    expect(response.body).not.toContain('secret detail');
    expect(telemetry.failures).toMatchObject([{ code: 'internal_error', route: bulkPath }]);
  });
});

describe('POST /v1/tasks/bulk as an array', () => {
  it('answers once all have their outcome', async () => {
    const { post, telemetry } = bulkUnderTest();
    const answer = await post(bulkPath, [{ prompt: 'a' }, { promt: 'b' }, { prompt: 'c' }]).expect(200);
    const body = bulkList.parse(answer.body);
    expect(body).toMatchObject({ object: 'list', accepted: 2, replayed: 0, refused: 1 });
    expect(body.data.map(({ line: place, status }) => [place, status])).toEqual([
      [1, 202],
      [2, 400],
      [3, 202],
    ]);
    expect(telemetry.bulk).toEqual({ accepted: 2, replayed: 0, refused: 1 });
  });

  it('may be larger than one task may be, and holds up to a thousand', async () => {
    const { post } = bulkUnderTest({ bodyLimitBytes: 100 });
    const answer = await post(
      bulkPath,
      Array.from({ length: 1000 }, () => ({ prompt: 'a' })),
    ).expect(200);
    expect(answer.body.accepted).toBe(1000);
  });
});
