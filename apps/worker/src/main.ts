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

// A reload that is asked for before there is anything to reload is not an order to end.
process.on('SIGHUP', () => {});

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
      const load = () => {
        const env = loadEnvFile({ env: process.env, readFile });
        return loadWorkerConfig({ env, readFile, flags, host: hostname(), pid: process.pid });
      };
      const { config, warnings } = load();
      if (flags.kind === 'run') return runWorker({ config, warnings, version, load });
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
