import assert from 'node:assert/strict';

/** Those in ADMIN_FROM and METRICS_FROM reach Bull Board and an api's metrics through the door, until they are taken out again; changing that changes no scale. */
export const checkOpenings = async ({ stack, project, caller }) => {
  const scale = async () => [(await stack.ids('api')).length, (await stack.ids('worker')).length];
  const before = await scale();
  await stack.up({ ADMIN_FROM: project.subnet, METRICS_FROM: project.subnet });
  const { status, text } = await caller.ask('/metrics');
  assert.equal(status, 200);
  assert.match(text, /^millrace_tasks_submitted_total\{/m);
  assert.notEqual((await caller.ask('/admin/queues', { redirect: 'manual' })).status, 404);
  await stack.up({ ADMIN_FROM: '', METRICS_FROM: '' });
  for (const path of ['/metrics', '/admin/queues']) assert.equal((await caller.ask(path)).status, 404);
  assert.deepEqual(await scale(), before);
};
