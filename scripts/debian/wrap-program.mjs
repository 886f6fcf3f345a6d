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
 * `environment` is set for the program, where `$root` stands for that folder. Gives back the script's path, or undefined when the program is not there.
 */
export const wrapProgram = ({ folder, program, environment = {} }) => {
  const root = join(folder, 'root');
  if (!existsSync(join(root, program))) return undefined;
  const libraries = libraryFolders(root).map((path) => `$root/${path}`);
  const settings = Object.entries({ ...environment, LD_LIBRARY_PATH: libraries.join(':') }).map(([name, value]) => `${name}="${value}"`);
  const path = join(folder, basename(program));
  const script = ['#!/bin/sh', 'root=$(dirname "$0")/root', `${settings.join(' ')} exec "$root/${program}" "$@"`];
  writeFileSync(path, `${script.join('\n')}\n`, { mode: 0o755 });
  return path;
};
