import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../setup/paths.mjs';

/** The arguments with which Node runs a script of the repository as a part that ends when the launcher does. */
export const nodeArguments = (script) => [
  '--enable-source-maps',
  '--import',
  pathToFileURL(join(root, 'scripts/processes/die-with-parent.mjs')).href,
  join(root, script),
];
