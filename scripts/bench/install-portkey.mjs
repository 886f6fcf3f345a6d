import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../setup/attempt.mjs';
import { inPrivateFolder } from '../setup/paths.mjs';
import { pnpmProgram } from '../setup/pnpm-program.mjs';
import { say } from '../setup/say.mjs';
import { step } from '../setup/step.mjs';
import { toolEnvironment } from '../setup/tool-environment.mjs';

const name = '@portkey-ai/gateway';
const version = '1.15.2';

const isInstalled = (folder) => {
  const path = join(folder, 'package.json');
  return existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).version === version;
};

const install = (folder) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['add', '--ignore-workspace', '--ignore-scripts', '--dir', folder, `${name}@${version}`];
  return attempt(pnpmProgram(), args, { env: toolEnvironment() });
};

/** Puts Portkey's gateway into the private folder, for the bench alone, and gives back its server script; undefined, with the reason said, when that fails. */
export const installPortkey = async () => {
  const folder = inPrivateFolder('bench', 'portkey');
  const installed = join(folder, 'node_modules', name);
  if (!isInstalled(installed)) {
    const { code, output } = await step({
      doing: `installing ${name} ${version} into .millrace/bench`,
      done: `${name} installed`,
      action: () => install(folder),
    });
    if (code !== 0) say(`${name} could not be installed, so it is left out:\n${output.trimEnd()}`);
    if (code !== 0) return undefined;
  }
  return join(installed, 'build', 'start-server.js');
};
