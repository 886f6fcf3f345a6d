import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { Role } from '@millrace/testing';
import { pause } from '../pause.js';
import type { Fault, Trial } from './fault.js';

const ran = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

/** A disk with room for a few hundred lines, which are soon written. */
const smallDisk = ['-t', 'tmpfs', '-o', 'size=64k', 'none'];

/** Puts a process whose logs are on a disk of their own in the place of one, and lets it work long after that disk is full. */
const fillDisk = async (trial: Trial, role: Role): Promise<void> => {
  const { ground, note, watch } = trial;
  let disk = '';
  const member = await ground.add(role, (logs) => {
    mkdirSync(logs, { recursive: true });
    if (!ran('mount', ...smallDisk, logs)) throw new Error(`no disk could be mounted at ${logs}`);
    disk = logs;
  });
  try {
    await pause(6000);
    if ((await member.app.probe('/livez')) !== 200) watch.complain(`the ${role} is not alive with its log disk full`);
    note(`lines said by the ${role} that its log files fail`, member.app.process.output().split('log_file_failed').length - 1);
    ground.dismiss(member);
    member.app.terminate();
    await member.app.exited;
  } finally {
    ran('umount', '--lazy', disk);
  }
};

export const diskFaults: readonly Fault[] = (['api', 'worker'] as const).map((role) => ({
  name: `log-disk-full-${role}`,
  kind: 'members',
  story: `The disk under the logs of an additional ${role} is full.`,
  impossible: () => (process.getuid?.() === 0 && ran('mount', '--version') ? undefined : 'mounting a disk of its own takes root'),
  run: (trial) => fillDisk(trial, role),
}));
