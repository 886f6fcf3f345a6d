import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { noAdministration } from '../../fakes/no-administration.js';
import { storedTask, taskId } from '../../fakes/stored-task.js';

const caller = { keyId: '9f86d081', tenant: 'ops', scopes: ['admin'], stored: true } as const;

describe('POST /v1/queues/{route}/redrive whose key is revoked', () => {
  it('tells what runs again, and that the key is unknown by now of what does not', async () => {
    const revoked = new AbortController();
    const task = { tenant: 'acme', keyId: 'abcdefgh', code: 'worker_lost', message: '', attempts: 3, endedAtMs: 2 } as const;
    const dead = Array.from({ length: 20 }, () => ({ ...task, taskId }));
    const { deadLetters } = noAdministration();
    const { post } = appUnderTest({
      services: {
        environmentKey: () => undefined,
        storedKey: async () => caller,
        keyWatch: { hold: () => ({ signal: revoked.signal, leave: () => {} }) },
        deadLetters: { ...deadLetters, oldest: async () => dead },
        readTask: async () => ({ kind: 'found', task: storedTask() }),
        readSubmission: async () => {
          revoked.abort();
          return { payload: { messages: [{ role: 'user', content: 'Why?' }] }, priority: 'standard', schedule: {}, retryOf: taskId };
        },
      },
    });
    const { body } = await post('/v1/queues/small/redrive', {}).expect(200);
    expect(body).toMatchObject({ redriven: 16, refused: 4 });
    expect(body.data[0]).toMatchObject({ status: 202, id: expect.any(String) });
    expect(body.data[19]).toMatchObject({ status: 401, problem: { code: 'unknown_key' } });
  });
});
