import { spawn } from 'node:child_process';
import { root } from '../setup/paths.mjs';
import { watchOutput } from './watch-output.mjs';

const signalGroup = (pid, signal) => {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone, which is what was wanted.
  }
};

/**
 * Starts one process of Millrace in a group of its own, so that Ctrl-C in the terminal reaches the launcher only and the order of the stop holds.
 * The channel it is given tells it when the launcher is gone. Gives back `{ role, pid, exited, tail, stop, kill }`.
 */
export const startPart = ({ role, command, args, env, onProblem }) => {
  const child = spawn(command, args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const tail = watchOutput([child.stdout, child.stderr], (text) => onProblem?.(role, text));
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      if (child.pid) signalGroup(child.pid, 'SIGTERM');
      resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`);
    });
  });
  const kill = () => child.pid && signalGroup(child.pid, 'SIGKILL');
  const stop = async (graceMs) => {
    const timer = setTimeout(kill, graceMs);
    child.kill('SIGTERM');
    await exited;
    clearTimeout(timer);
  };
  return { role, pid: child.pid, exited, tail, stop, kill };
};
