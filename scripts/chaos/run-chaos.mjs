import { spawn } from 'node:child_process';
import { nodeArguments } from '../processes/node-arguments.mjs';
import { node24, root } from '../setup/paths.mjs';
import { toolEnvironment } from '../setup/tool-environment.mjs';

/** Runs a program of apps/chaos on Node 24 with the Redis that was found for it, and gives back its exit code. */
export const runChaos = ({ program = 'main', flags, redis }) =>
  new Promise((resolve, reject) => {
    const env = { ...toolEnvironment(), MILLRACE_TEST_REDIS_SERVER: redis };
    const child = spawn(node24, [...nodeArguments(`apps/chaos/dist/${program}.js`), ...flags], { cwd: root, env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
