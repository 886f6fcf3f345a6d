import assert from 'node:assert/strict';
import { say } from '../../setup/say.mjs';
import { readLedger } from '../read-counts.mjs';
import { startTraffic } from '../start-traffic.mjs';

const retriesOf = (caller) => Object.values(caller.retries).reduce((sum, count) => sum + count, 0);

/** `docker stop` of an api or a worker under load: it ends with code 0, no request fails, and no attempt is lost. */
export const checkStopping = async ({ stack, project, caller }) => {
  const before = await readLedger({ stack, project });
  const retriesBefore = retriesOf(caller);
  const traffic = startTraffic({ caller, name: 'stop', total: 300, lanes: 60 });
  for (const [count, service] of [
    [40, 'api'],
    [90, 'worker'],
  ]) {
    await traffic.reached(count);
    const [id] = await stack.ids(service);
    const started = performance.now();
    assert.equal(await stack.stop(id), 0, `the ${service} did not end with code 0`);
    say(`docker stop of a ${service}: code 0 after ${((performance.now() - started) / 1000).toFixed(1)} s`);
    await stack.start(id);
  }
  assert.deepEqual(await traffic.done, []);
  const after = await readLedger({ stack, project });
  const retries = retriesOf(caller) - retriesBefore;
  say(`300 tasks: ${retries} requests asked again, ${after.lostAttempts - before.lostAttempts} attempts lost`);
  assert.equal(retries, 0, `requests failed: ${JSON.stringify(caller.retries)}`);
  assert.equal(after.lostAttempts, before.lostAttempts);
  await stack.untilHealthy();
};
