import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const runsAs = (pid) => {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

const isServer = (pid) => /(redis|valkey)-server|redis-check-rdb/.test(runsAs(pid));

/** Ends a server of ours that outlived a launcher killed together with its guard: two servers on one data folder would destroy it. */
export const endLeftover = async (pidFile) => {
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  if (!pid || !isServer(pid)) return;
  process.kill(pid, 'SIGTERM');
  while (isServer(pid)) await pause(50);
};
