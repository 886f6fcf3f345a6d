import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from './attempt.mjs';
import { Failure } from './failure.mjs';
import { pnpmFolder, pnpmProgram, pnpmVersion } from './pnpm-program.mjs';
import { run } from './run.mjs';
import { toolEnvironment } from './tool-environment.mjs';

// Spelt out because a user's npm configuration may say otherwise: pnpm's program is an optional dependency that an install script puts in place.
const npmFlags = [
  '--global=false',
  '--include=optional',
  '--ignore-scripts=false',
  '--no-audit',
  '--no-fund',
  '--no-package-lock',
  '--loglevel=error',
];

const npm = () => {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('npm-cli.js') ? [process.execPath, cli] : ['npm'];
};

const works = async () =>
  (await attempt(pnpmProgram(), ['--version'], { env: toolEnvironment(), cwd: pnpmFolder() })).output.trim() === pnpmVersion();

/** Puts pnpm into a folder of ours through npm: nothing global, no corepack, no administrator. Gives back whether there was anything to do. */
export const installPnpm = async () => {
  const folder = pnpmFolder();
  mkdirSync(folder, { recursive: true });
  if (await works()) return false;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const [command, ...first] = npm();
  await run(command, [...first, 'install', '--prefix', folder, ...npmFlags, `pnpm@${pnpmVersion()}`], {
    cwd: folder,
    env: toolEnvironment(),
  });
  if (!(await works())) throw new Failure(`pnpm ${pnpmVersion()} was installed into ${folder} but does not run`);
  return true;
};
