import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { inPrivateFolder, installed } from './paths.mjs';
import { pnpmProgram } from './pnpm-program.mjs';

const homeIsWritable = () => {
  try {
    accessSync(homedir(), constants.W_OK);
    return Boolean(process.env.HOME);
  } catch {
    return false;
  }
};

/** Caches of npm and pnpm beside the checkout, for users who have no home to write to. */
const privateCaches = () => {
  const home = inPrivateFolder('home');
  mkdirSync(home, { recursive: true });
  const settings = {
    npm_config_cache: `${home}/npm`,
    pnpm_config_store_dir: `${home}/pnpm-store`,
    npm_config_store_dir: `${home}/pnpm-store`,
  };
  const folders = { XDG_CACHE_HOME: home, XDG_DATA_HOME: home, XDG_STATE_HOME: home, PNPM_HOME: `${home}/pnpm` };
  return { ...settings, ...folders, ...(process.env.HOME ? {} : { HOME: home }) };
};

/**
 * The environment for npm, pnpm, turbo and everything they start: the private pnpm and Node 24 come first in PATH,
 * and nothing asks questions, phones home, or (as `NODE_ENV=production` would) leaves development dependencies out.
 */
export const toolEnvironment = () => {
  const { NODE_ENV: _, ...inherited } = process.env;
  const path = [dirname(pnpmProgram()), dirname(installed('node')), inherited.PATH ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter);
  const quiet = { CI: 'true', TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', npm_config_update_notifier: 'false' };
  return { ...inherited, ...(homeIsWritable() ? {} : privateCaches()), ...quiet, PATH: path };
};
