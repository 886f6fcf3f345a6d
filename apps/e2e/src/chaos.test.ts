import { afterEach, expect, it, jest } from '@jest/globals';
import { inRepository, type RunningProcess, runProcess, testEnvironment } from '@millrace/testing';

// Faults that each last some seconds, and leases that have to run out after them.
jest.setTimeout(300_000);

let trial: RunningProcess;
afterEach(() => trial.kill());

/** Short ones of each kind; `npm run chaos` has them all. */
const faults = [
  'worker-killed',
  'api-killed',
  'redis-killed',
  'redis-answers-lost',
  'redis-read-only',
  'scripts-flushed',
  'model-connections-reset',
];

it('everything that was promised comes about although processes, Redis and connections are taken away, and all accounts agree', async () => {
  const only = faults.flatMap((fault) => ['--only', fault]);
  trial = await runProcess({
    args: [inRepository('apps/chaos/dist/main.js'), '--seed', '20261124', '--together', '2', ...only],
    env: { MILLRACE_TEST_REDIS_SERVER: testEnvironment().redisServer },
  });
  const { code } = await trial.exited;
  expect({ code, output: trial.output() }).toMatchObject({ code: 0, output: expect.stringContaining('| Violations | 0 |') });
});
