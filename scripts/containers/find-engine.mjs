import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { attempt } from '../setup/attempt.mjs';
import { Failure } from '../setup/failure.mjs';
import { onPath } from '../setup/on-path.mjs';

const succeeds = async (command, args, settings) => (await attempt(command, args, settings)).code === 0;

const findCompose = async (docker) => {
  if (await succeeds(docker, ['compose', 'version'])) return [docker, 'compose'];
  const standalone = onPath('docker-compose');
  if (standalone && (await succeeds(standalone, ['version']))) return [standalone];
  throw new Failure(
    'This needs Compose, and there is neither `docker compose` nor `docker-compose`: install the plugin docker-compose-plugin.',
  );
};

// Some clients have BuildKit built in, others want a plugin for it; only a build tells.
const buildsWithBuildKit = async (docker) => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-buildkit-'));
  writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nLABEL of=a-trial\n');
  const builds = await succeeds(docker, ['build', '--quiet', folder], { env: { ...process.env, DOCKER_BUILDKIT: '1' }, timeoutMs: 60_000 });
  rmSync(folder, { recursive: true });
  return builds;
};

const clients = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'docker'))
    .filter(existsSync);

const findBuilder = async (dockers) => {
  for (const docker of dockers) if (await buildsWithBuildKit(docker)) return docker;
  throw new Failure('This needs BuildKit, and `docker build` has none: install the plugin docker-buildx-plugin.');
};

/**
 * The Docker engine and the Compose of this machine: `{ docker, compose, about }`, where `compose` is a command with its first arguments.
 * Of several clients on PATH it is the first that has BuildKit. Throws a Failure saying what is missing.
 */
export const findEngine = async () => {
  const dockers = clients();
  if (dockers.length === 0) throw new Failure('This needs Docker, and there is no `docker` on PATH.');
  const { code, output } = await attempt(dockers[0], ['version', '--format', '{{.Server.Version}}']);
  if (code !== 0) throw new Failure(`This needs a running Docker engine, and none answers: ${output.trim().split('\n').at(-1)}`);
  const docker = await findBuilder(dockers);
  const compose = await findCompose(docker);
  const version = (await attempt(compose[0], [...compose.slice(1), 'version', '--short'])).output.trim();
  return { docker, compose, about: `Docker ${output.trim()}, Compose ${version}` };
};
