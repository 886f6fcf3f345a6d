import { Failure } from './failure.mjs';
import { installDependencies } from './install-dependencies.mjs';
import { installPnpm } from './install-pnpm.mjs';
import { pnpmVersion } from './pnpm-program.mjs';
import { say, secondsSince } from './say.mjs';

const step = async (name, action) => {
  const started = performance.now();
  if (await action()) say(`${name} (${secondsSince(started)})`);
};

/** Brings a fresh clone to where everything is installed; does next to nothing when it already is. */
export const setUp = async () => {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Failure(`Millrace needs Node 20 or newer to start; this is ${process.version}.`);
  await step(`pnpm ${pnpmVersion()} installed into .millrace/tools`, installPnpm);
  await step('dependencies installed from pnpm-lock.yaml', installDependencies);
};
