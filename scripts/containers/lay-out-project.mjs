import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../setup/free-port.mjs';
import { root } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';

/** The tag of the images that are tried. */
export const tag = 'test';

// Addresses of its own: a stack that runs already keeps its network.
const subnet = process.env.SUBNET ?? `10.214.${process.pid % 256}.0/24`;

const settings = (port) => ({
  PUBLISH_ADDRESS: '127.0.0.1',
  PUBLISH_PORT: port,
  SUBNET: subnet,
  IMAGE_TAG: tag,
  OPENAI_BASE_URL: 'http://model:8000/v1',
  // Few calls at once and no answers kept, so that every worker has to help and every task needs a call.
  MILLRACE_CONCURRENCY: 10,
  MILLRACE_CACHE_TTL_SECONDS: 0,
  ...(process.env.REDIS_IMAGE && { REDIS_IMAGE: process.env.REDIS_IMAGE }),
});

const asLines = (values) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

const nodeService = (script, more = {}) => ({
  image: process.env.NODE_IMAGE ?? 'node:24-bookworm-slim',
  init: true,
  user: '10001:10001',
  entrypoint: ['node', `/${script}`],
  volumes: [`${join(root, 'scripts/containers/inside', script)}:/${script}:ro`],
  ...more,
});

const override = (folder) => ({
  services: {
    model: nodeService('echo-model.mjs'),
    // Found under the name of the real ones, once those are gone.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose fills it in.
    'dying-api': nodeService('dying-api.mjs', { scale: '${DYING_APIS:-0}', networks: { default: { aliases: ['api'] } } }),
  },
  secrets: Object.fromEntries(
    ['redis_url', 'api_keys', 'admin_password', 'openai_api_key'].map((name) => [name, { file: join(folder, 'secrets', name) }]),
  ),
});

/**
 * Lays out what Compose needs for a stack of its own in a folder that `remove` deletes: secrets as docker/set-up.sh makes them, settings, and a model.
 * Gives back `{ name, folder, address, subnet, key, redisPassword, composeArgs, configure, remove }`; `configure` adds settings, or changes them.
 */
export const layOutProject = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-containers-'));
  const port = await freePort();
  const write = (name, text) => writeFileSync(join(folder, name), text);
  copyFileSync(join(root, 'docker/set-up.sh'), join(folder, 'set-up.sh'));
  await run('sh', [join(folder, 'set-up.sh')], { env: { PATH: process.env.PATH, OPENAI_API_KEY: 'of-the-echo-model' } });
  const kept = settings(port);
  const configure = (more) => write('settings.env', asLines(Object.assign(kept, more)));
  configure({});
  write('override.json', JSON.stringify(override(folder)));
  const secret = (name) => readFileSync(join(folder, 'secrets', name), 'utf8').trim();
  const name = `millrace-test-${process.pid}`;
  return {
    name,
    folder,
    address: `http://127.0.0.1:${port}`,
    subnet,
    key: secret('api_keys').split(':')[1],
    redisPassword: new URL(secret('redis_url')).password,
    composeArgs: [
      '-p',
      name,
      '--env-file',
      join(folder, 'settings.env'),
      '-f',
      join(root, 'docker/compose.yaml'),
      '-f',
      join(folder, 'override.json'),
    ],
    configure,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
