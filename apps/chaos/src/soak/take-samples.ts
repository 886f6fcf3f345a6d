import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Ground, Member } from '../ground/open-ground.js';
import { pause } from '../pause.js';
import type { Sample } from './judge-series.js';

/** What is watched, by whose it is and what it is, such as `worker 0`, `RSS`. */
export interface Series {
  readonly whose: string;
  readonly what: Measure;
  readonly samples: Sample[];
}

export type Measure = 'RSS, bytes' | 'open files' | 'sockets' | 'memory used, bytes' | 'keys' | 'connections';

const everyMs = 5000;

const filesOf = (pid: number): { readonly files: number; readonly sockets: number } => {
  const folder = `/proc/${pid}/fd`;
  const names = readdirSync(folder);
  const isSocket = (name: string): boolean => {
    try {
      return readlinkSync(`${folder}/${name}`).startsWith('socket:');
    } catch {
      // Closed since the folder was read.
      return false;
    }
  };
  return { files: names.length, sockets: names.filter(isSocket).length };
};

const rssOf = (pid: number): number => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

const lookAtMember = ({ app }: Member): readonly (readonly [Measure, number])[] => {
  const pid = app.process.pid;
  const { files, sockets } = filesOf(pid);
  return [
    ['RSS, bytes', rssOf(pid)],
    ['open files', files],
    ['sockets', sockets],
  ];
};

const lookAtRedis = async ({ store }: Ground): Promise<readonly (readonly [Measure, number])[]> => {
  const info = await store.info();
  const number = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return [
    ['memory used, bytes', number('used_memory')],
    ['keys', await store.dbsize()],
    ['connections', number('connected_clients')],
  ];
};

/** Looks at every process and at Redis until the time is over. */
export const takeSamples = async (
  ground: Ground,
  { forMs, onLook }: { forMs: number; onLook: (atMs: number) => void },
): Promise<Series[]> => {
  const from = Date.now();
  const series = new Map<string, Series>();
  const note = (whose: string, atMs: number, found: readonly (readonly [Measure, number])[]): void => {
    for (const [what, value] of found) {
      const known = series.get(`${whose} ${what}`) ?? { whose, what, samples: [] };
      known.samples.push({ atMs, value });
      series.set(`${whose} ${what}`, known);
    }
  };
  for (let atMs = 0; atMs < forMs; atMs = Date.now() - from) {
    for (const member of [...ground.apis, ...ground.workers]) note(`${member.app.role} ${member.number}`, atMs, lookAtMember(member));
    note('redis', atMs, await lookAtRedis(ground));
    onLook(atMs);
    await pause(everyMs);
  }
  return [...series.values()];
};
