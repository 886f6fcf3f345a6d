import assert from 'node:assert/strict';
import { eventually } from '../eventually.mjs';

const received = async (stack) => {
  const logs = await Promise.all((await stack.ids('dying-api')).map((id) => stack.docker('logs', id)));
  return logs.flatMap((log) => log.split('\n').filter(Boolean));
};

/** Two apis that take a request and die of it: a POST reaches one of them, once; a GET is tried at the other too, which shows that the test can see a repetition. */
export const checkNoReplay = async ({ stack, caller }) => {
  await stack.up({ APIS: 0, DYING_APIS: 2 });
  const arrived = async (path) => (await received(stack)).filter((line) => line.endsWith(` ${path}`));
  // The door goes on to the new addresses when it next asks for them.
  await eventually(
    async () => {
      await caller.ask('/v1/tasks/of-the-test');
      return (await arrived('/v1/tasks/of-the-test')).length > 1;
    },
    { what: 'both of them are asked' },
  );
  const { status } = await caller.ask('/v1/tasks', { body: { prompt: 'once' } });
  assert.ok([502, 503].includes(status), `answered ${status}`);
  assert.deepEqual(await arrived('/v1/tasks'), ['POST /v1/tasks']);
};
