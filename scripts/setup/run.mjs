import { spawn } from 'node:child_process';
import { Failure } from './failure.mjs';
import { root } from './paths.mjs';

const tail = (text, lines) => text.trimEnd().split('\n').slice(-lines).join('\n');

/**
 * Runs a program to its end and gives back `{ code, output }`; without a shell, and never rejects for an exit code.
 * `show` passes what it writes on to the terminal as it comes; `code` is 127 when the program cannot be started.
 */
export const attempt = (command, args, { cwd = root, env = process.env, show = false } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (show) to.write(text);
      });
    }
    child.once('error', (error) => resolve({ code: 127, output: `${error.message}\n` }));
    child.once('close', (code, signal) => resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}\n` : output }));
  });

/** As `attempt`, for what must succeed: gives back the output, or throws a Failure with its last lines. */
export const run = async (command, args, settings) => {
  const { code, output } = await attempt(command, args, settings);
  if (code !== 0) throw new Failure(`${command} ${args.join(' ')}\nended with code ${code}:\n${tail(output, 25)}`);
  return output;
};
