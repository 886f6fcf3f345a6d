import { once } from 'node:events';
import type { StartedProcess } from './start-process.js';

/** CPU time of a Node process so far, user and system, in microseconds. Throws, with the last of what it wrote, when it has ended. */
export const cpuMicros = async ({ role, child, exited, tail }: StartedProcess): Promise<number> => {
  const asking = new AbortController();
  const answered = once(child, 'message', { signal: asking.signal }) as Promise<[NodeJS.CpuUsage]>;
  const ended = exited.then((how): never => {
    throw new Error(`${role} ${how}:\n${tail()}`);
  });
  // A question that cannot be sent means that the process ends, which `exited` tells better.
  child.send('cpu', () => {});
  try {
    const [usage] = await Promise.race([answered, ended]);
    return usage.user + usage.system;
  } finally {
    asking.abort();
  }
};
