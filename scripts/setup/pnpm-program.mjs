import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inPrivateFolder, root } from './paths.mjs';

/** The pnpm version of package.json's `packageManager`. */
export const pnpmVersion = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.split('@')[1];

/** Where the private pnpm of that version is, or will be. */
export const pnpmFolder = () => inPrivateFolder('tools', `pnpm-${pnpmVersion()}`);

export const pnpmProgram = () => join(pnpmFolder(), 'node_modules', '.bin', 'pnpm');
