import { setTimeout as pause } from 'node:timers/promises';
import type { StartedProcess } from './start-process.js';

export interface UntilOptions {
  readonly what: string;
  readonly processes: readonly StartedProcess[];
  readonly check: () => Promise<boolean>;
  readonly everyMs?: number;
  readonly timeoutMs?: number;
}

/** Asks until the check holds. Throws, with the last lines of who ended, when a process ends or time runs out first. */
export const until = async ({ what, processes, check, everyMs = 20, timeoutMs = 120_000 }: UntilOptions): Promise<void> => {
  const deadline = performance.now() + timeoutMs;
  let ended: string | undefined;
  for (const each of processes) {
    void each.exited.then((how) => {
      ended = `${each.role} ${how}:\n${each.tail()}`;
    });
  }
  while (!(await check())) {
    if (ended !== undefined) throw new Error(`${what}: ${ended}`);
    if (performance.now() > deadline)
      throw new Error(`${what}: not within ${timeoutMs} ms\n${processes.map((each) => each.tail()).join('\n')}`);
    await pause(everyMs);
  }
};
