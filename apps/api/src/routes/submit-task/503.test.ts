import { describe, expect, it } from '@jest/globals';
import { StoreFullError } from '@millrace/store';
import { appUnderTest } from '../../fakes/app-under-test.js';

describe('POST /v1/tasks, 503', () => {
  it.each([
    ['queue_full', 'open_tasks', { kind: 'queue_full', openTasks: 9 } as const],
    ['memory_full', 'memory', { kind: 'memory_full' } as const],
  ])('answers %s with when to try again', async (code, policy, outcome) => {
    const { post, telemetry } = appUnderTest({ services: { submitTask: async () => outcome } });
    const answer = await post('/v1/tasks').expect(503);
    expect(answer.body).toMatchObject({ code, retryable: true });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(telemetry.refusals).toEqual([policy]);
  });

  it('answers memory_full when Redis refuses the write itself', async () => {
    const submitTask = async () => {
      throw new StoreFullError('full');
    };
    const answer = await appUnderTest({ services: { submitTask } }).post('/v1/tasks').expect(503);
    expect(answer.body.code).toBe('memory_full');
  });
});
