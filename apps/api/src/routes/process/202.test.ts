import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { knownProspects } from '../../fakes/known-prospects.js';
import { createdAtMs, taskId } from '../../fakes/stored-task.js';

describe('POST /process, 202', () => {
  it('answers with the id alone, and where to read the status', async () => {
    const { post, submissions } = appUnderTest();
    const answer = await post('/process').expect(202);
    expect(answer.body).toEqual({ task_id: taskId });
    expect(answer.headers.location).toBe(`/status/${taskId}`);
    expect(submissions).toHaveLength(1);
  });

  it('says when to look: when the task will probably begin', async () => {
    const foresee = knownProspects({ ahead: 100, estimatedStartAtMs: createdAtMs + 26_000 });
    const { headers } = await appUnderTest({ services: { foresee } }).post('/process').expect(202);
    expect(headers['retry-after']).toBe('25');
  });
});
