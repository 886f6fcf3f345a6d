import { describe, expect, it } from '@jest/globals';
import type { WaitForEnd } from '@millrace/tasks';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { storedTask, taskId } from '../../fakes/stored-task.js';

const caller = { keyId: '9f86d081', tenant: 'acme', scopes: ['tasks'], stored: true } as const;

/** A wait that begins is ended by its key being revoked. */
const underTest = () => {
  const revoked = new AbortController();
  const waitForEnd: WaitForEnd = async ({ signal }) => {
    revoked.abort();
    return signal?.aborted ? 'aborted' : 'timeout';
  };
  return appUnderTest({
    services: {
      environmentKey: () => undefined,
      storedKey: async () => caller,
      keyWatch: { hold: () => ({ signal: revoked.signal, leave: () => {} }) },
      readTask: async () => ({ kind: 'found', task: storedTask() }),
      waitForEnd,
    },
  });
};

describe('a wait whose key is revoked', () => {
  it('is answered 401 when it only reads', async () => {
    expect((await underTest().get(`/v1/tasks/${taskId}?wait=60`).expect(401)).body.code).toBe('unknown_key');
  });

  it.each([
    ['submission', '/v1/tasks'],
    ['cancellation', `/v1/tasks/${taskId}/cancel`],
  ])('is answered with the task as it stands after a %s', async (_what, path) => {
    const answer = await underTest().post(path).set('prefer', 'wait=60').expect(202);
    expect(answer.body).toMatchObject({ id: taskId, status: 'queued' });
  });
});
