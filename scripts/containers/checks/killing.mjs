import assert from 'node:assert/strict';
import { say } from '../../setup/say.mjs';
import { countRetries } from '../count-retries.mjs';
import { eventually } from '../eventually.mjs';
import { readCalls, readLedger } from '../read-counts.mjs';
import { startTraffic } from '../start-traffic.mjs';

const total = 1000;
const sum = (counts) => Object.values(counts).reduce((all, count) => all + count, 0);

const killAsTasksEnd = async ({ stack, traffic }) => {
  const [deadWorker, crashing] = await stack.ids('worker');
  const [deadApi] = await stack.ids('api');
  const [redis] = await stack.ids('redis');
  const [nginx] = await stack.ids('nginx');

  await traffic.reached(100);
  await stack.kill(deadWorker);
  await traffic.reached(250);
  await stack.kill(deadApi);
  await traffic.reached(400);
  await stack.kill(redis);
  await stack.start(redis);
  await traffic.reached(550);
  await stack.kill(nginx);
  await stack.start(nginx);
  await traffic.reached(700);
  // Every process but the first, which is Docker's init: as a crash, after which the engine starts the container again.
  await stack.tryExec(crashing, 'sh', '-c', 'kill -9 -1');
  await eventually(async () => (await stack.inspect('worker')).some(({ RestartCount }) => RestartCount > 0), {
    what: 'the crashed worker runs again',
  });
  await stack.start(deadWorker);
  await stack.start(deadApi);
};

const checkLedger = ({ before, after, accepted, calls, resubmitted }) => {
  const change = Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - before[name]]));
  say(`ledger: ${JSON.stringify(change)}; calls of the model: ${calls}`);
  assert.equal(after.open, 0);
  assert.deepEqual(
    { failed: change.failed, cancelled: change.cancelled, expired: change.expired },
    { failed: 0, cancelled: 0, expired: 0 },
  );
  assert.equal(change.succeeded, change.submitted);
  // A submission whose answer was cut off may have been stored: the caller who asks again then has two tasks.
  assert.ok(
    change.submitted >= accepted && change.submitted <= accepted + resubmitted,
    `${change.submitted} submitted, ${accepted} accepted`,
  );
  assert.ok(calls <= change.succeeded + change.lostAttempts, `${calls} calls of the model`);
};

/** A worker, an api, Redis and the door itself are killed while 1,000 tasks go through: all that were accepted end with their own answer, and the ledger adds up. */
export const checkKilling = async ({ stack, project, caller }) => {
  const before = await readLedger({ stack, project });
  const callsBefore = sum(await readCalls({ stack }));
  const retriesBefore = { ...caller.retries };
  const started = performance.now();
  const traffic = startTraffic({ caller, name: 'kill', total, lanes: 60 });
  await killAsTasksEnd({ stack, traffic });
  const wrong = await traffic.done;
  const retries = Object.fromEntries(Object.entries(caller.retries).map(([kind, count]) => [kind, count - (retriesBefore[kind] ?? 0)]));
  say(
    `${traffic.accepted.size} accepted in ${((performance.now() - started) / 1000).toFixed(0)} s; asked again: ${JSON.stringify(retries)}`,
  );
  assert.deepEqual(wrong, []);
  assert.equal(traffic.accepted.size, total);
  // What was stored without its caller's knowing ends too.
  await eventually(async () => (await readLedger({ stack, project })).open === 0, { what: 'no task is open' });
  const resubmitted = countRetries(retries, 'submit');
  const after = await readLedger({ stack, project });
  checkLedger({ before, after, accepted: total, calls: sum(await readCalls({ stack })) - callsBefore, resubmitted });
  await stack.untilHealthy();
};
