import { describe, expect, it } from '@jest/globals';
import type { StoredTask } from '@millrace/store';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { storedTask, succeeded, taskId } from '../../fakes/stored-task.js';

const path = `/v1/tasks/${taskId}`;

/** An app in which the task looks like this at the first look, and like that after a wait. */
const appWith = (first: StoredTask, then: StoredTask) => {
  const waits: number[] = [];
  const looks = [first, then];
  const app = appUnderTest({
    services: {
      readTask: async () => ({ kind: 'found', task: looks.shift() ?? then }),
      waitForEnd: async ({ timeoutMs }) => {
        waits.push(timeoutMs);
        return 'ended';
      },
    },
  });
  return { ...app, waits };
};

describe('GET /v1/tasks/{id}?wait=n', () => {
  it('answers with the ended task', async () => {
    const { get, waits } = appWith(storedTask(), succeeded());
    const answer = await get(`${path}?wait=30`).expect(200);
    expect(answer.body.status).toBe('succeeded');
    expect(waits).toEqual([30_000]);
  });

  it.each(['', '?', '?wait=0'])('does not wait with "%s"', async (query) => {
    const { get, waits } = appWith(storedTask(), succeeded());
    expect((await get(path + query).expect(200)).body.status).toBe('queued');
    expect(waits).toEqual([]);
  });

  it('answers at once for a task that has ended', async () => {
    const { get, waits } = appWith(succeeded(), storedTask());
    expect((await get(`${path}?wait=30`).expect(200)).body.status).toBe('succeeded');
    expect(waits).toEqual([]);
  });

  it.each([
    ['wait=61', 'wait', 'must be at most 60'],
    ['wait=-1', 'wait', 'must be a whole number'],
    ['wait=1.5', 'wait', 'must be a whole number'],
    ['wait=', 'wait', 'must be a whole number'],
    ['wait=%2030', 'wait', 'must be a whole number'],
    ['wait=1&wait=2', 'wait', 'given twice'],
    ['wiat=1', 'wiat', 'unknown parameter'],
  ])('refuses ?%s: %s %s', async (query, parameter, detail) => {
    const { body } = await appUnderTest().get(`${path}?${query}`).expect(400);
    expect(body).toMatchObject({ code: 'invalid_query', errors: [{ parameter, detail }] });
    expect(body.detail).toBe(`${parameter}: ${detail}. There is: wait.`);
  });
});
