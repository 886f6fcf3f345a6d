import { Failure } from './failure.mjs';
import { installDependencies } from './install-dependencies.mjs';
import { installPnpm } from './install-pnpm.mjs';
import { pnpmVersion } from './pnpm-program.mjs';
import { step } from './step.mjs';

/** Brings a fresh clone to where everything is installed; does next to nothing when it already is. */
export const setUp = async () => {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Failure(`Millrace needs Node 20 or newer to start; this is ${process.version}.`);
  const pnpm = `pnpm ${pnpmVersion()}`;
  await step({ doing: `installing ${pnpm} into .millrace/tools`, done: `${pnpm} installed`, action: installPnpm });
  await step({
    doing: 'installing what pnpm-lock.yaml lists, Node 24 included',
    done: 'dependencies installed',
    action: installDependencies,
  });
};
