import { describe, expect, it } from '@jest/globals';
import { taskView } from '@millrace/contracts';
import { StoreUnavailableError } from '@millrace/store';
import { createGate } from '@millrace/testing';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { failed, storedTask, succeeded, taskId } from '../../fakes/stored-task.js';

const ended = async () => 'ended' as const;
const found = (task: ReturnType<typeof storedTask>) => async () => ({ kind: 'found' as const, task });

describe('POST /v1/tasks with Prefer: wait', () => {
  it('answers 200 with the whole task once it has ended, and says which wait was granted', async () => {
    const waits: unknown[] = [];
    const { post } = appUnderTest({
      services: {
        waitForEnd: async ({ id, tenant, timeoutMs }) => {
          waits.push({ id, tenant, timeoutMs });
          return 'ended';
        },
        readTask: found(succeeded()),
      },
    });
    const answer = await post('/v1/tasks').set('prefer', 'wait=30').expect(200);
    expect(waits).toEqual([{ id: taskId, tenant: 'acme', timeoutMs: 30_000 }]);
    expect(taskView.parse(answer.body)).toMatchObject({ status: 'succeeded', result: { text: 'Because water turns wheels.' } });
    expect(answer.headers).toMatchObject({ location: `/v1/tasks/${taskId}`, 'preference-applied': 'wait=30' });
    expect(answer.headers).not.toHaveProperty('retry-after');
  });

  it('answers 200 for a task that failed, too: the wait is over', async () => {
    const { post } = appUnderTest({ services: { waitForEnd: ended, readTask: found(failed()) } });
    const answer = await post('/v1/tasks').set('prefer', 'wait=30').expect(200);
    expect(answer.body).toMatchObject({ status: 'failed', error: { code: 'upstream_unavailable' } });
  });

  it('answers 202 with the state of that moment when the time is over first', async () => {
    const { post } = appUnderTest({ services: { readTask: found(storedTask({ state: 'running', attempts: 1 })) } });
    const answer = await post('/v1/tasks').set('prefer', 'wait=999').expect(202);
    expect(answer.body).toMatchObject({ status: 'running', attempts: 1 });
    expect(answer.headers).toMatchObject({ 'preference-applied': 'wait=60', 'retry-after': '1' });
  });

  it('does not wait for a preference it cannot read', async () => {
    const answer = await appUnderTest().post('/v1/tasks').set('prefer', 'wait=soon').expect(202);
    expect(answer.headers).not.toHaveProperty('preference-applied');
  });

  it('does not lose the id of a stored task when Redis goes away during the wait', async () => {
    const { post } = appUnderTest({ services: { waitForEnd: () => Promise.reject(new StoreUnavailableError('away')) } });
    expect((await post('/v1/tasks').set('prefer', 'wait=5').expect(202)).body).toMatchObject({ id: taskId, status: 'queued' });
  });

  it('answers early with the current state when the instance is being stopped', async () => {
    const waiting = createGate();
    const { post, stopping } = appUnderTest({
      services: {
        waitForEnd: ({ signal }) => {
          waiting.open();
          return new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted')));
        },
        readTask: found(storedTask({ state: 'running' })),
      },
    });
    const answer = post('/v1/tasks')
      .set('prefer', 'wait=60')
      .then((received) => received);
    await waiting.opened;
    stopping.abort();
    expect(await answer).toMatchObject({ status: 202, body: { status: 'running' }, headers: { connection: 'close' } });
  });
});
