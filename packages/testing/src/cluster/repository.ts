import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the repository, in which or below which everything that uses this is started. */
const repositoryAbove = (folder: string): string => {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return folder;
  if (dirname(folder) === folder) throw new Error(`${process.cwd()} is not within the repository`);
  return repositoryAbove(dirname(folder));
};

const repository = repositoryAbove(process.cwd());

/** A path in the repository. */
export const inRepository = (...names: string[]): string => join(repository, ...names);
