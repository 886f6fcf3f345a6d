import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unpackPackages } from '../debian/unpack-packages.mjs';
import { wrapProgram } from '../debian/wrap-program.mjs';
import { attempt } from '../setup/attempt.mjs';
import { Failure } from '../setup/failure.mjs';
import { onPath } from '../setup/on-path.mjs';
import { inPrivateFolder } from '../setup/paths.mjs';
import { say } from '../setup/say.mjs';
import { installHint } from './install-hint.mjs';
import { programVersion } from './program-version.mjs';

const names = ['valkey-server', 'redis-server'];
// Debian's servers are links to a program of their -tools package.
const packages = [
  ['valkey-server', 'valkey-tools'],
  ['redis-server', 'redis-tools'],
];
const image = 'valkey/valkey:9.1-alpine';

const programOnPath = async () => {
  for (const command of names.map(onPath).filter(Boolean)) {
    const found = await programVersion(command);
    if (found?.recent) return { command, why: `${found.kind} ${found.version}, found at ${command}` };
    if (found) say(`${command} is ${found.kind} ${found.version}; Millrace needs Redis 7.0 or Valkey 8, so it is passed over.`);
  }
  return undefined;
};

/** The program that `MILLRACE_TEST_REDIS_SERVER` names, to test with that and no other. */
const programNamed = async (command) => {
  const found = await programVersion(command);
  if (found?.recent) return { command, why: `${found.kind} ${found.version}, named by MILLRACE_TEST_REDIS_SERVER: ${command}` };
  const what = found ? `is ${found.kind} ${found.version}; Millrace needs Redis 7.0 or Valkey 8` : 'does not run';
  throw new Failure(`MILLRACE_TEST_REDIS_SERVER names ${command}, which ${what}.`);
};

const programIn = async (folder) => {
  for (const command of names.map((name) => join(folder, name)).filter(existsSync)) {
    const found = await programVersion(command);
    if (found?.recent)
      return { command, why: `${found.kind} ${found.version}, from this system's package sources, unpacked into .millrace` };
  }
  return undefined;
};

const programFromPackages = async () => {
  const folder = inPrivateFolder('redis-dist');
  const earlier = await programIn(folder);
  if (earlier) return { found: earlier };
  say('No Redis on this machine: fetching one from its package sources…');
  const failure = await unpackPackages({ choices: packages, folder });
  if (failure) return { failure };
  for (const name of names) wrapProgram({ folder, program: `usr/bin/${name}` });
  const found = await programIn(folder);
  return found ? { found } : { failure: 'the one its package sources offer is too old or does not run' };
};

const container = async () => {
  const docker = onPath('docker');
  if (!docker || (await attempt(docker, ['info'])).code !== 0) return undefined;
  return { docker, image, why: `container of ${image}` };
};

/** The program of a Redis or Valkey server on this machine, fetched if need be: `{ found: { command, why } }` or `{ failure }`. */
export const findRedisProgram = async () => {
  const named = process.env.MILLRACE_TEST_REDIS_SERVER;
  if (named) return { found: await programNamed(named) };
  const found = await programOnPath();
  return found ? { found } : programFromPackages();
};

/** What to run as the server: a program `{ command, why }` or a container `{ docker, image, why }`. Throws a Failure naming the command to install one. */
export const findRedis = async () => {
  const { found, failure } = await findRedisProgram();
  const chosen = found ?? (await container());
  if (chosen) return chosen;
  throw new Failure(
    `Millrace needs a Redis (7.0 or newer) or Valkey (8 or newer): none is on PATH, ${failure}, and no Docker answers. ${installHint()}`,
  );
};
