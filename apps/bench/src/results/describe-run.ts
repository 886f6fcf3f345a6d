import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, release, type } from 'node:os';
import { dirname, join } from 'node:path';
import { inRepository } from '../repository.js';
import type { Report } from './report.js';

const git = (...args: string[]): string => {
  try {
    return execFileSync('git', args, { cwd: inRepository(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
};

const commit = (): string => {
  const short = git('rev-parse', '--short', 'HEAD') || 'unknown';
  return git('status', '--porcelain', '--untracked-files=no') ? `${short}+` : short;
};

const redisVersion = (program: string): string => {
  const text = execFileSync(program, ['--version'], { encoding: 'utf8' });
  return `${/valkey/i.test(text.split('v=')[0] ?? '') ? 'Valkey' : 'Redis'} ${/\bv=(\S+)/.exec(text)?.[1]}`;
};

/** Found by hand: most packages do not let their package.json be imported. */
const installedVersion = (name: string): string => {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const path of paths) {
    try {
      return JSON.parse(readFileSync(join(path, name, 'package.json'), 'utf8')).version;
    } catch {
      // Not in this folder.
    }
  }
  return 'unknown';
};

const portkeyVersion = (script: string): string => JSON.parse(readFileSync(join(dirname(dirname(script)), 'package.json'), 'utf8')).version;

/** What the figures depend on: the machine, without its name, and the versions of all that is compared. */
export const describeRun = (
  redisProgram: string,
  portkey: string | undefined,
): Pick<Report, 'date' | 'commit' | 'machine' | 'versions'> => ({
  date: new Date().toISOString().slice(0, 10),
  commit: commit(),
  machine: {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    os: `${type()} ${release().split('-')[0]}`,
    node: process.versions.node,
    redis: redisVersion(redisProgram),
  },
  versions: {
    ...Object.fromEntries(['express', 'bullmq', 'openai'].map((name) => [name, installedVersion(name)])),
    ...(portkey !== undefined && { '@portkey-ai/gateway': portkeyVersion(portkey) }),
  },
});
