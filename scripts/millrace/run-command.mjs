import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { node24, privateFolder, root } from '../setup/paths.mjs';

/** Runs apps/cli where it was called, with the terminal of this process, and gives back its exit code. */
export const runCommand = (args) =>
  new Promise((resolve, reject) => {
    const env = { MILLRACE_RUN_FILE: join(privateFolder, 'run.json'), ...process.env };
    // npm runs scripts in the folder of the package, and says where it was called.
    const cwd = process.env.npm_lifecycle_event === 'millrace' ? process.env.INIT_CWD : undefined;
    const child = spawn(node24, [join(root, 'apps/cli/dist/main.js'), ...args], { cwd, env, stdio: 'inherit' });
    // Ctrl-C reaches the child by itself, which decides what it means.
    process.on('SIGINT', () => {});
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
