// npm test: sets up what is missing and runs every check there is; `npm test -- unit redis` runs only those.
import { Failure } from './setup/failure.mjs';
import { say } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';
import { stages } from './test/stages.mjs';
import { startTestRedis } from './test/start-test-redis.mjs';
import { createTally } from './test/tally.mjs';

const chosenStages = () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !(name in stages));
  if (unknown) throw new Failure(`There is no stage ${unknown}; there are ${Object.keys(stages).join(', ')}.`);
  return wanted.length > 0 ? wanted : Object.keys(stages);
};

const onceStarted = () => {
  let started;
  const start = () => {
    started ??= startTestRedis();
    return started;
  };
  const stop = async () => (await started)?.stop?.();
  return { start, stop };
};

const runStages = async (names, tally) => {
  const redis = onceStarted();
  try {
    for (const name of names) {
      const ok = await stages[name](tally, redis.start);
      if (name === 'build' && !ok) return;
    }
  } finally {
    await redis.stop();
  }
};

const test = async () => {
  const names = chosenStages();
  const tally = createTally();
  const ready = await tally.stage('set-up', async () => {
    await setUp();
    return { ok: true };
  });
  if (ready) await runStages(names, tally);
  process.exitCode = tally.finish();
};

test().catch((error) => {
  say(error instanceof Failure ? error.message : error.stack);
  process.exitCode = 1;
});
