import assert from 'node:assert/strict';
import { eventually } from '../eventually.mjs';

/** The data is there again after the stack was taken down and brought up. */
export const checkData = async ({ stack, caller }) => {
  await stack.up({ APIS: 1, WORKERS: 1 });
  const prompt = 'to be kept';
  const id = await caller.submit(prompt);
  const succeeded = async () => {
    const task = await caller.read(id);
    return task.status === 'succeeded' && task;
  };
  await eventually(succeeded, { what: `task ${id} has ended` });
  await stack.down();
  await stack.up();
  assert.equal((await eventually(succeeded, { what: `task ${id} is read again` })).result.text, `You said: ${prompt}`);
};
