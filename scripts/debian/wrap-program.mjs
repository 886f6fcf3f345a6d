import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const foldersIn = (path) => (existsSync(path) ? readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : []);
const holdsLibraries = (path) => readdirSync(path).some((name) => /^lib.*\.so/.test(name));

const libraryFolders = (root) => {
  const architectures = ['lib', 'usr/lib'].flatMap((lib) =>
    foldersIn(join(root, lib))
      .filter(({ name }) => name.includes('-linux-gnu'))
      .map(({ name }) => join(lib, name)),
  );
  const below = architectures.flatMap((path) => foldersIn(join(root, path)).map(({ name }) => join(path, name)));
  return [...architectures, ...below.filter((path) => holdsLibraries(join(root, path)))];
};

/**
 * Writes a script that runs a program below `folder`/root with the libraries unpacked beside it, so that nobody else needs to know about those.
 * Gives back the script's path, or undefined when the program is not there.
 */
export const wrapProgram = ({ folder, program }) => {
  const root = join(folder, 'root');
  if (!existsSync(join(root, program))) return undefined;
  const libraries = libraryFolders(root).map((path) => `$root/${path}`);
  const path = join(folder, basename(program));
  writeFileSync(path, `#!/bin/sh\nroot=$(dirname "$0")/root\nLD_LIBRARY_PATH="${libraries.join(':')}" exec "$root/${program}" "$@"\n`, {
    mode: 0o755,
  });
  return path;
};
