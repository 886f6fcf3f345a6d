#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { loadEnvFile } from '@millrace/config';
import { createMillrace } from '@millrace/sdk';
import { exitCodes } from './exit-codes.js';
import { runCli } from './run-cli.js';
import { openTerminal } from './terminal/open-terminal.js';

const readFile = (path: string): string => readFileSync(path, 'utf8');
const { version } = JSON.parse(readFile(new URL('../package.json', import.meta.url).pathname)) as { version: string };

const drained = (stream: NodeJS.WriteStream): Promise<void> => new Promise((resolve) => void stream.write('', () => resolve()));

const main = async (): Promise<void> => {
  const { stdin, stdout, stderr } = process;
  const env = loadEnvFile({ env: process.env, readFile });
  const interrupt = new AbortController();
  const onSignal = (): void => {
    // The first asks to come to an end, the second does not ask.
    if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
    interrupt.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  const terminal = openTerminal({ stdin, stdout, stderr, env, onClosed: () => process.exit(exitCodes.ok) });
  const code = await runCli(process.argv.slice(2), {
    terminal,
    env,
    cwd: process.cwd(),
    version,
    interrupted: interrupt.signal,
    createMillrace,
    now: Date.now,
  });
  await Promise.all([drained(stdout), drained(stderr)]);
  process.exit(code);
};

await main();
