import assert from 'node:assert/strict';
import { say } from '../../setup/say.mjs';
import { countRetries } from '../count-retries.mjs';
import { readLedger } from '../read-counts.mjs';
import { startTraffic } from '../start-traffic.mjs';

// A connection that the kernel has taken and the api has not is reset when the api closes its door. nginx repeats a GET then, but no POST: a few callers get 503 and are to ask again.
const mostCutOff = 10;
const total = 300;

const stopAsTasksEnd = async ({ stack, traffic }) => {
  const stopped = [];
  for (const [count, service] of [
    [40, 'api'],
    [120, 'worker'],
  ]) {
    await traffic.reached(count);
    const [id] = await stack.ids(service);
    const started = performance.now();
    assert.equal(await stack.stop(id), 0, `the ${service} did not end with code 0`);
    say(`docker stop of ${service}: code 0 after ${((performance.now() - started) / 1000).toFixed(1)} s`);
    stopped.push(id);
  }
  return stopped;
};

/** `docker stop` of an api and of a worker under load: both end with code 0, no read fails, what is refused was not stored, and no attempt is lost. */
export const checkStopping = async ({ stack, project, caller }) => {
  const before = await readLedger({ stack, project });
  const retriesBefore = { ...caller.retries };
  const traffic = startTraffic({ caller, name: 'stop', total, lanes: 60 });
  const stopped = await stopAsTasksEnd({ stack, traffic });
  assert.deepEqual(await traffic.done, []);
  const after = await readLedger({ stack, project });
  const [reads, submissions] = ['read', 'submit'].map((what) => countRetries(caller.retries, what) - countRetries(retriesBefore, what));
  const lost = after.lostAttempts - before.lostAttempts;
  say(`${total} tasks: ${reads} reads and ${submissions} submissions asked again, ${lost} attempts lost`);
  assert.equal(reads, 0, `reads failed: ${JSON.stringify(caller.retries)}`);
  assert.ok(submissions <= mostCutOff, `submissions failed: ${JSON.stringify(caller.retries)}`);
  assert.equal(after.submitted - before.submitted, total);
  assert.equal(lost, 0);
  for (const id of stopped) await stack.start(id);
  await stack.untilHealthy();
};
