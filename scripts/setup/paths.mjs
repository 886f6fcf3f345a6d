import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Where everything lives that belongs to this checkout only and that git ignores: tools, a private Redis and its data, keys, logs. Tests of `npm start` name one of their own. */
export const privateFolder = process.env.MILLRACE_TEST_PRIVATE_FOLDER || join(root, '.millrace');

/** A path in the private folder, whose parent exists afterwards and is nobody else's to read. */
export const inPrivateFolder = (...names) => {
  const path = join(privateFolder, ...names);
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  return path;
};

/** A program that `pnpm install` put in place. */
export const installed = (name) => join(root, 'node_modules', '.bin', name);

/** Node 24, whatever version runs this script. */
export const node24 = installed('node');
