import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * Runs a program to its end and gives back `{ code, output }`; without a shell, and never rejects for an exit code.
 * `show` passes what it writes on to the terminal as it comes ('stderr': that stream only); `signal` kills it; `code` is 127 when the program cannot be started.
 */
export const attempt = (command, args, { cwd = root, env = process.env, show = false, timeoutMs, signal } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs, signal, killSignal: 'SIGKILL' });
    let output = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (show === true || (show === 'stderr' && to === process.stderr)) to.write(text);
      });
    }
    child.once('error', (error) => resolve({ code: 127, output: `${error.message}\n` }));
    child.once('close', (code, endedBy) => resolve({ code: code ?? 1, output: endedBy ? `${output}\nended by ${endedBy}\n` : output }));
  });
