// npm run test:containers: builds the images, runs the whole stack on this machine's Docker engine, loads it, kills parts of it, and takes it away again.
import { buildImage, registrySecrets } from './containers/build-image.mjs';
import { checkData } from './containers/checks/data.mjs';
import { checkDoor } from './containers/checks/door.mjs';
import { checkForwarding } from './containers/checks/forwarding.mjs';
import { checkHardening } from './containers/checks/hardening.mjs';
import { checkImages } from './containers/checks/images.mjs';
import { checkKilling } from './containers/checks/killing.mjs';
import { checkMalformed } from './containers/checks/malformed.mjs';
import { checkNoReplay } from './containers/checks/no-replay.mjs';
import { checkOpenings } from './containers/checks/openings.mjs';
import { checkRedisPassword } from './containers/checks/redis-password.mjs';
import { checkScaling } from './containers/checks/scaling.mjs';
import { checkStopping } from './containers/checks/stopping.mjs';
import { createCaller } from './containers/create-caller.mjs';
import { createStack } from './containers/create-stack.mjs';
import { findEngine } from './containers/find-engine.mjs';
import { layOutProject, tag } from './containers/lay-out-project.mjs';
import { Failure } from './setup/failure.mjs';
import { say } from './setup/say.mjs';
import { createTally } from './test/tally.mjs';

const limitMs = 20 * 60_000;
const images = ['api', 'worker'].map((app) => ({ app, image: `millrace-${app}:${tag}` }));

const buildAll = async ({ docker, folder }) => {
  const secrets = await registrySecrets(folder);
  for (const { app, image } of images) await buildImage({ docker, app, image, secrets });
};

// In this order: what starts the stack comes first, what takes its apis away last.
const checks = {
  'the images ask for no root': checkImages,
  'the stack starts and becomes healthy': ({ stack }) => stack.up(),
  'no container can write to its root, or is root': checkHardening,
  'Redis wants its password': checkRedisPassword,
  'metrics and Bull Board stay inside': checkDoor,
  'what nginx cannot read gets a problem document': checkMalformed,
  'nobody chooses the address he is known by': checkForwarding,
  '5 workers and 3 apis share the load': checkScaling,
  'metrics and Bull Board open to those who are named': checkOpenings,
  'docker stop fails no read and loses no attempt': checkStopping,
  '1,000 tasks survive the killing of every part': checkKilling,
  'the data is kept from one start to the next': checkData,
  'nginx repeats no POST': checkNoReplay,
};

const runChecks = async ({ tally, engine, project, stack }) => {
  const caller = createCaller(project);
  const built = await tally.stage('both images are built', async () => {
    await buildAll({ docker: engine.docker, folder: project.folder });
    return { ok: true };
  });
  for (const [name, check] of built ? Object.entries(checks) : []) {
    const ok = await tally.stage(name, async () => {
      await check({ stack, project, caller, images });
      return { ok: true };
    });
    if (stack.isEnding()) return;
    if (!ok) say(`\nLast lines of the containers:\n${await stack.lastLines()}`);
    if (!ok && check === checks['the stack starts and becomes healthy']) return;
  }
};

/** Takes everything away that was started, once, however the test ends. */
const cleanUpOnce = ({ stack, project }) => {
  let cleaning;
  return () => {
    cleaning ??= stack.remove().then(project.remove);
    return cleaning;
  };
};

const giveUp = (cleanUp, reason) => {
  say(`\n${reason}: taking the stack away…`);
  void cleanUp().finally(() => process.exit(1));
};

const testContainers = async () => {
  const engine = await findEngine();
  say(engine.about);
  const project = await layOutProject();
  const stack = createStack({ engine, project });
  const cleanUp = cleanUpOnce({ stack, project });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => giveUp(cleanUp, 'Stopped'));
  setTimeout(giveUp, limitMs, cleanUp, `Not done after ${limitMs / 60_000} minutes`).unref();
  const tally = createTally();
  try {
    await runChecks({ tally, engine, project, stack });
  } finally {
    await cleanUp();
  }
  process.exitCode = tally.finish();
};

testContainers().catch((error) => {
  say(error instanceof Failure ? error.message : error.stack);
  process.exitCode = 1;
});
