import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { succeeded, taskId } from '../../fakes/stored-task.js';
import { begun, end, readFrames, telling } from '../../fakes/told.js';

const ended = succeeded({ told: { seq: 2, attempt: 1, deltas: 0, units: 0, toolCalls: false } });

describe('POST /v1/tasks with Accept: text/event-stream', () => {
  it('submits, says where the task is, and tells its events from the first on', async () => {
    const { post, submissions, telemetry } = appUnderTest({ services: { followTask: telling(begun, end(ended)) } });
    const answer = await post('/v1/tasks').set('accept', 'text/event-stream').set('prefer', 'wait=5').expect(200);
    expect(submissions).toHaveLength(1);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      location: `/v1/tasks/${taskId}`,
      ratelimit: expect.stringContaining('"tasks"'),
    });
    expect(answer.headers).not.toHaveProperty('preference-applied');
    expect(readFrames(answer.text).map(({ id, event }) => `${id} ${event}`)).toEqual([
      '1 state',
      '2 state',
      '3 delta',
      '4 usage',
      '5 state',
      '6 result',
    ]);
    expect(telemetry.lines).toMatchObject([{ route: '/v1/tasks', status: 200, taskId }]);
    expect(telemetry.open.stream).toBe(0);
  });

  it('answers a mistake with a problem, not with a stream', async () => {
    const { post, submissions, telemetry } = appUnderTest();
    const answer = await post('/v1/tasks', { promt: 'x' }).set('accept', 'text/event-stream').expect(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(submissions).toHaveLength(0);
    expect(telemetry.open.stream).toBe(0);
  });

  it('answers with JSON whoever takes anything', async () => {
    const answer = await appUnderTest().post('/v1/tasks').set('accept', '*/*').expect(202);
    expect(answer.body.id).toBe(taskId);
  });
});
