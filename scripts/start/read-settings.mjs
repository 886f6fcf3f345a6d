import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Failure } from '../setup/failure.mjs';
import { root } from '../setup/paths.mjs';

const envFile = () => {
  // The same reader the apps use, found only after the set-up.
  const { parse } = createRequire(join(root, 'packages/config/package.json'))('dotenv');
  try {
    return parse(readFileSync(join(root, '.env')));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw new Failure(`.env cannot be read: ${error.message}`);
  }
};

const isNpms = (name) => /^(npm_|INIT_CWD$)/.test(name);

/** The user's settings: the environment (without what npm added to it), then `.env`. An empty one counts as not set, and hides what `.env` says. */
export const readSettings = () => {
  const all = Object.entries({ ...envFile(), ...process.env });
  return Object.fromEntries(all.filter(([name]) => !isNpms(name)));
};

/** A secret setting, written out or in the file that `<name>_FILE` names. */
export const secretSetting = (settings, name) => {
  const path = settings[`${name}_FILE`];
  if (settings[name] || !path) return settings[name];
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new Failure(`${name}_FILE names a file that cannot be read: ${error.message}`);
  }
};
