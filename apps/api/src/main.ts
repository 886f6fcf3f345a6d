import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isConfigError, type LoadedConfig, loadEnvFile, renderHelp } from '@millrace/config';
import { type ApiConfig, loadApiConfig } from './config.js';
import { changeStoredKeys } from './keys/change-stored-keys.js';
import { parseFlags } from './parse-flags.js';
import { reencryptStored } from './reencrypt-stored.js';
import { runApi } from './run-api.js';
import { apiSettings } from './settings.js';
import type { OperatorAnswer } from './with-redis.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
const readFile = (path: string): string => readFileSync(path, 'utf8');
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const fail = (sentences: readonly string[]): never => {
  process.stderr.write(`${sentences.join('\n')}\n`);
  process.exit(1);
};

// A reload that is asked for before there is anything to reload is not an order to end.
process.on('SIGHUP', () => {});

const read = (): LoadedConfig<ApiConfig> =>
  loadApiConfig({ env: loadEnvFile({ env: process.env, readFile }), readFile, host: hostname(), pid: process.pid });

const load = (): LoadedConfig<ApiConfig> => {
  try {
    return read();
  } catch (error) {
    if (!isConfigError(error)) throw error;
    return fail([...error.mistakes, ...error.warnings.map((warning) => `Warning: ${warning}`)]);
  }
};

const tell = ({ ok, said }: OperatorAnswer): void => (ok ? say(said) : fail([said]));

const main = async (): Promise<void> => {
  const flags = parseFlags(process.argv.slice(2));
  if (flags.kind === 'wrong') return fail([flags.sentence]);
  if (flags.kind === 'help') return say(renderHelp({ ...flags.help, settings: apiSettings }));
  const { config, warnings } = load();
  if (flags.kind === 'check') return say([...warnings.map((warning) => `Warning: ${warning}`), 'The settings are fine.'].join('\n'));
  if (flags.kind === 'reencrypt') return tell(await reencryptStored(config));
  if (flags.kind === 'create_key' || flags.kind === 'revoke_key') return tell(await changeStoredKeys(config, flags));
  await runApi({ config, warnings, version, process, fail, load: read });
};

await main();
