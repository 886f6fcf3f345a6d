import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { storedTask, taskId } from '../../fakes/stored-task.js';

const path = `/v1/tasks/${taskId}/events`;
const { get } = appUnderTest({ services: { readTask: async () => ({ kind: 'found', task: storedTask() }) } });

describe('GET /v1/tasks/{id}/events, 400', () => {
  it.each(['-1', '1.5', 'x', '1e3', '0x1', '1234567890123456'])('refuses %s as the number of an event', async (number) => {
    const { body } = await get(path).set('last-event-id', number).expect(400);
    expect(body).toMatchObject({ code: 'invalid_header', detail: expect.stringContaining('Last-Event-ID') });
    expect((await get(`${path}?after=${number}`).expect(400)).body).toMatchObject({
      code: 'invalid_query',
      errors: [{ parameter: 'after', detail: 'must be a whole number' }],
    });
  });
});
