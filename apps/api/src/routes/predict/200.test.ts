import { describe, expect, it } from '@jest/globals';
import { prediction } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { succeeded, taskId } from '../../fakes/stored-task.js';

describe('POST /predict, 200', () => {
  it('answers with the answer and who gave it, once the task has ended', async () => {
    const { post } = appUnderTest({
      services: { waitForEnd: async () => 'ended', readTask: async () => ({ kind: 'found', task: succeeded() }) },
    });
    const { body } = await post('/predict').expect(200);
    expect(prediction.parse(body)).toEqual({
      task_id: taskId,
      result: 'Because water turns wheels.',
      model: 'small-2026',
      deployment: 'test.example',
    });
  });

  it('waits for the task it submitted, as long as configured', async () => {
    const waits: unknown[] = [];
    const waitForEnd = async ({ signal, ...request }: { signal: AbortSignal }) => {
      waits.push({ ...request, aborted: signal.aborted });
      return 'timeout' as const;
    };
    await appUnderTest({ services: { waitForEnd, predictWaitSeconds: 7 } })
      .post('/predict')
      .expect(202);
    expect(waits).toEqual([{ id: taskId, tenant: 'acme', timeoutMs: 7000, aborted: false }]);
  });
});
