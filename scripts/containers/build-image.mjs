import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../setup/attempt.mjs';
import { run } from '../setup/run.mjs';

const npmSetting = async (name) => {
  const { code, output } = await attempt('npm', ['config', 'get', name, '--loglevel=silent']);
  const value = output.trim();
  return code === 0 && !['', 'null', 'undefined'].includes(value) ? value : undefined;
};

/** How this machine's npm reaches its registry, as the build secrets that docker/Dockerfile takes: a mirror and a CA, kept in no layer. */
export const registrySecrets = async (folder) => {
  const npmrc = join(folder, 'npmrc');
  const registry = await npmSetting('registry');
  // Empty when npm names none: then the build asks where npm asks by itself.
  writeFileSync(npmrc, registry ? `registry=${registry}\n` : '', { mode: 0o600 });
  const ca = (await npmSetting('cafile')) ?? process.env.NODE_EXTRA_CA_CERTS;
  return [`id=npmrc,src=${npmrc}`, ...(ca && existsSync(ca) ? [`id=ca,src=${ca}`] : [])].flatMap((secret) => ['--secret', secret]);
};

/** Builds the image of one app with BuildKit. */
export const buildImage = ({ docker, app, image, secrets }) => {
  const node = process.env.NODE_IMAGE ? ['--build-arg', `NODE_IMAGE=${process.env.NODE_IMAGE}`] : [];
  const args = ['build', '--file', 'docker/Dockerfile', '--build-arg', `APP=${app}`, ...node, ...secrets, '--tag', image, '.'];
  return run(docker, args, { env: { ...process.env, DOCKER_BUILDKIT: '1' }, timeoutMs: 10 * 60_000 });
};
