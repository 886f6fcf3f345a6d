import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isConfigError, loadEnvFile, renderHelp } from '@millrace/config';
import { loadWorkerConfig } from './config.js';
import { flagTexts, readFlags } from './flags.js';
import { runWorker } from './run-worker.js';
import { workerSettings } from './settings.js';

const readFile = (path: string | URL): string => readFileSync(path, 'utf8');
const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const refuse = (sentences: readonly string[]): void => {
  process.stderr.write(`${sentences.join('\n')}\n`);
  process.exitCode = 1;
};
const { version } = JSON.parse(readFile(new URL('../package.json', import.meta.url))) as { version: string };

const main = async (): Promise<void> => {
  const flags = readFlags(process.argv.slice(2));
  switch (flags.kind) {
    case 'help':
      say(renderHelp({ command: 'node dist/main.js', purpose: 'Runs tasks of Millrace.', flags: flagTexts, settings: workerSettings }));
      return;
    case 'wrong':
      return refuse([flags.reason]);
    case 'check':
    case 'run': {
      const env = loadEnvFile({ env: process.env, readFile });
      const { config, warnings } = loadWorkerConfig({ env, readFile, flags, host: hostname(), pid: process.pid });
      if (flags.kind === 'run') return runWorker({ config, warnings, version });
      for (const warning of warnings) say(`Warning: ${warning}`);
      say('The settings are fine.');
    }
  }
};

try {
  await main();
} catch (error) {
  if (!isConfigError(error)) throw error;
  refuse([...error.mistakes, ...error.warnings.map((warning) => `Warning: ${warning}`)]);
}
