import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { attempt } from '../setup/attempt.mjs';
import { Failure } from '../setup/failure.mjs';
import { run } from '../setup/run.mjs';

const programs = ['usr/local/bin/valkey-server', 'usr/local/bin/redis-server', 'usr/bin/valkey-server', 'usr/bin/redis-server'];

const unpack = async (image, root) => {
  const id = (await run('docker', ['create', image])).trim().split('\n').at(-1);
  const archive = `${root}.tar`;
  try {
    await run('docker', ['export', '--output', archive, id]);
    await run('tar', ['-x', '-f', archive, '-C', root, '--no-same-owner', '--exclude=dev', '--exclude=usr/share']);
  } finally {
    rmSync(archive, { force: true });
    await attempt('docker', ['rm', id]);
  }
};

// Debian's and Alpine's names for the loader, and where each keeps it.
const loaderIn = (root) =>
  ['usr/lib', 'lib']
    .flatMap((lib) => [lib, ...readdirSync(join(root, lib)).map((name) => join(lib, name))])
    .filter((folder) => /lib(\/[^/]+-linux-gnu[^/]*)?$/.test(folder))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
    .find((path) => /\/ld-(linux|musl)-[^/]*\.so\.\d+$/.test(path));

/**
 * Takes the server out of an image into `folder`, and gives back the path of a script that runs it as a process of this machine, on the image's own C library:
 * the tests freeze and kill the servers they start. Linux only; throws a Failure without a Docker engine, or for an image without a server.
 */
export const programFromImage = async ({ image, folder }) => {
  const root = join(folder, 'root');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  await unpack(image, root);
  const program = programs.find((path) => existsSync(join(root, path)));
  if (!program) throw new Failure(`The image ${image} holds no Redis or Valkey server.`);
  const loader = loaderIn(root);
  const libraries = ['lib', 'usr/lib', 'usr/local/lib', loader.slice(0, loader.lastIndexOf('/'))].map((path) => `$root/${path}`);
  const path = join(folder, basename(program));
  const start = `exec "$root/${loader}" --library-path "${libraries.join(':')}" "$root/${program}" "$@"`;
  writeFileSync(path, `#!/bin/sh\nroot=$(dirname "$0")/root\n${start}\n`, { mode: 0o755 });
  return path;
};
