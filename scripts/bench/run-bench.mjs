import { spawn } from 'node:child_process';
import { nodeArguments } from '../processes/node-arguments.mjs';
import { node24, root } from '../setup/paths.mjs';
import { toolEnvironment } from '../setup/tool-environment.mjs';

/** Runs apps/bench on Node 24 with what was found for it, and gives back its exit code; it ends when this process does. */
export const runBench = ({ flags, redis, portkey }) =>
  new Promise((resolve, reject) => {
    const env = { ...toolEnvironment(), MILLRACE_BENCH_REDIS: redis, ...(portkey && { MILLRACE_BENCH_PORTKEY: portkey }) };
    const stdio = ['ignore', 'inherit', 'inherit', 'ipc'];
    const child = spawn(node24, [...nodeArguments('apps/bench/dist/main.js'), ...flags], { cwd: root, env, stdio });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
