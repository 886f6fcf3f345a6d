import { expect, it } from '@jest/globals';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest } from '../../fakes/app-under-test.js';
import { noAdministration } from '../../fakes/no-administration.js';

const post = async (act: 'pause' | 'resume', before: boolean) => {
  let now = before;
  const { readQueues } = noAdministration();
  const { app, telemetry } = appUnderTest({
    services: {
      pauseQueue: async ({ paused }) => {
        const changed = paused !== now;
        now = paused;
        return changed;
      },
      readQueues: async (routes) => (await readQueues(routes)).map((status) => ({ ...status, paused: now, outputTokensPerMinute: 12 })),
    },
  });
  const answer = await supertest(app).post(`/v1/queues/small/${act}`).set('x-api-key', adminOnlyKey);
  return { status: answer.status, body: answer.body, acts: telemetry.acts };
};

it.each([
  ['pause', false, true],
  ['resume', true, false],
] as const)('%s answers how the queue stands then, and is told of', async (act, before, after) => {
  const { status, body, acts } = await post(act, before);
  expect([status, body.paused, body.route, body.output_tokens_per_minute]).toEqual([200, after, 'small', 12]);
  expect(acts).toMatchObject([{ action: `queue.${act}`, target: 'small', actor: { tenant: 'ops' } }]);
});

it.each([
  ['pause', true],
  ['resume', false],
] as const)('%s of a queue that is so already is no act', async (act, before) => {
  const { status, acts } = await post(act, before);
  expect([status, acts]).toEqual([200, []]);
});
