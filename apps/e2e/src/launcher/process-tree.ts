import { readdirSync, readFileSync } from 'node:fs';

interface Entry {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
}

/** One line of https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; the name in brackets may hold anything. */
const entryOf = (pid: number): Entry | undefined => {
  try {
    const [state = '', parent = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { pid, parent: Number(parent), state };
  } catch {
    return undefined;
  }
};

/** Whether a process runs; one that has ended and only waits for its parent to notice does not. */
export const isRunning = (pid: number): boolean => !['Z', 'X', undefined].includes(entryOf(pid)?.state);

/** The processes a process has started, and those have started, and so on. */
export const descendantsOf = (ancestor: number): number[] => {
  const entries = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => entryOf(Number(name)) ?? []);
  const below = (pid: number): number[] =>
    entries.filter(({ parent }) => parent === pid).flatMap((child) => [child.pid, ...below(child.pid)]);
  return below(ancestor);
};
