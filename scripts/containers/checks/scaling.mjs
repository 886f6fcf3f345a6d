import assert from 'node:assert/strict';
import { say } from '../../setup/say.mjs';
import { readCalls, readSubmitted } from '../read-counts.mjs';
import { startTraffic } from '../start-traffic.mjs';

const fullScale = { APIS: 3, WORKERS: 5 };

/** Load spreads over all that are there, as soon as they are. */
export const checkScaling = async ({ stack, caller }) => {
  await stack.up(fullScale);
  const before = await readCalls({ stack });
  const apis = await stack.ids('api');
  const submittedBefore = await Promise.all(apis.map((id) => readSubmitted({ stack, id })));
  const wrong = await startTraffic({ caller, name: 'spread', total: 200, lanes: 60 }).done;
  assert.deepEqual(wrong, []);

  const submitted = await Promise.all(apis.map(async (id, n) => (await readSubmitted({ stack, id })) - submittedBefore[n]));
  const after = await readCalls({ stack });
  const addresses = (await stack.inspect('worker')).map(({ NetworkSettings }) => Object.values(NetworkSettings.Networks)[0].IPAddress);
  const calls = addresses.map((address) => (after[`::ffff:${address}`] ?? 0) - (before[`::ffff:${address}`] ?? 0));
  say(`200 tasks: accepted by the apis ${submitted.join(', ')}; called for by the workers ${calls.join(', ')}`);
  assert.equal(submitted.length, fullScale.APIS);
  assert.equal(calls.length, fullScale.WORKERS);
  for (const count of [...submitted, ...calls]) assert.ok(count > 0, 'somebody had nothing to do');
};
