import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { node24, root } from '../setup/paths.mjs';

const program = join(root, 'apps/cli/dist/main.js');
const sources = ['apps/cli', 'packages/config', 'packages/contracts', 'packages/runtime', 'packages/sdk'];

const newest = (folder) =>
  Math.max(
    0,
    ...readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => statSync(join(folder, name)).mtimeMs),
  );

const distOf = (source) => {
  const path = join(root, source, 'dist');
  return existsSync(path) ? Math.max(...readdirSync(path).map((name) => statSync(join(path, name)).mtimeMs)) : 0;
};

/** Whether what the command line runs is there and no older than its sources, so that it need not wait for a build. */
export const isBuilt = () =>
  existsSync(node24) && existsSync(program) && sources.every((source) => distOf(source) >= newest(join(root, source, 'src')));
