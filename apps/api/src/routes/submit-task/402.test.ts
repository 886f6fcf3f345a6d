import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';

const exhausted = (period: 'day' | 'month') => ({
  submitTask: async () => ({ kind: 'budget_exhausted' as const, period, resetMs: 5400 }),
  submitBulk: async () => ({ kind: 'budget_exhausted' as const, period, resetMs: 5400 }),
});

describe('a task whose key has used up its budget and refuses then', () => {
  it.each([
    ['/v1/tasks', { prompt: 'x' }, 'day', 'daily'],
    ['/v1/tasks', { prompt: 'x' }, 'month', 'monthly'],
    ['/process', { prompt: 'x' }, 'day', 'daily'],
    ['/predict', { prompt: 'x' }, 'month', 'monthly'],
  ] as const)('POST %s %j is answered 402, with when the next %s begins', async (path, body, period, name) => {
    const { post, telemetry } = appUnderTest({ services: exhausted(period) });
    const answer = await post(path, body);
    expect([answer.status, answer.headers['retry-after']]).toEqual([402, '6']);
    expect(answer.body).toMatchObject({ code: 'budget_exhausted', detail: expect.stringContaining(`${name} budget`) });
    expect(telemetry.refusals).toEqual(['budget']);
  });

  it('is a line of its own among many, and the others go on', async () => {
    const { post, telemetry } = appUnderTest({ services: exhausted('day') });
    const { status, body } = await post('/v1/tasks/bulk', [{ prompt: 'x' }, { prompt: 'y' }, { promt: 'z' }]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 0, refused: 3 });
    expect(body.data.map((line: { status: number; problem: { code: string } }) => [line.status, line.problem.code])).toEqual([
      [402, 'budget_exhausted'],
      [402, 'budget_exhausted'],
      [400, 'invalid_body'],
    ]);
    expect(telemetry.refusals).toEqual(['budget', 'budget']);
  });
});
