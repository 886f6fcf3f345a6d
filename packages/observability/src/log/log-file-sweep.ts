import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@millrace/runtime';
import { isGone, isRunning, type LogFileOwner } from './log-file-owner.js';

export const markerSuffix = '.instance.json';
const keptPerRole = 4;

/** Where the marker of an instance is. */
export const markerPath = (directory: string, instance: string): string => join(directory, `.${instance}${markerSuffix}`);

interface SweepOptions {
  readonly directory: string;
  /** The sweeping process, whose own files stay. */
  readonly self: LogFileOwner;
  readonly instance: string;
  readonly clock: Clock;
}

interface Found {
  readonly instance: string;
  readonly role: string;
  readonly touchedAt: number;
  readonly gone: boolean;
}

/** Who marked a set of files; nobody known when the marker is missing or broken. */
export const readOwner = (path: string): LogFileOwner => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LogFileOwner;
  } catch {
    return { role: 'unknown', host: '', pid: 0, pidNamespace: '' };
  }
};

const find = (fileName: string, { directory, self, clock }: SweepOptions): Found => {
  const path = join(directory, fileName);
  const owner = readOwner(path);
  const touchedAt = statSync(path).mtimeMs;
  const instance = fileName.slice(1, -markerSuffix.length);
  return { instance, role: owner.role, touchedAt, gone: isGone({ owner, self, silentMs: clock() - touchedAt, isRunning }) };
};

/** Exactly the files of one instance: `worker-1` must not match those of `worker-1-2`. */
const belongsTo = (fileName: string, instance: string): boolean => {
  if (fileName === `.${instance}${markerSuffix}` || fileName === `.${instance}.audit.json`) return true;
  return fileName.startsWith(instance) && /^-\d{4}-\d{2}-\d{2}\.log(\.\d+)?$/.test(fileName.slice(instance.length));
};

/**
 * Removes the log files of instances that are gone, except those of the last four of each role, which may tell why they went.
 * Files without a marker are not ours and stay. Returns the names of the swept instances; throws what the file system throws.
 */
export const sweepLogFiles = (options: SweepOptions): readonly string[] => {
  const { directory, instance } = options;
  const names = readdirSync(directory);
  const gone = names
    .filter((name) => name.startsWith('.') && name.endsWith(markerSuffix))
    .map((name) => find(name, options))
    .filter((found) => found.gone && found.instance !== instance)
    .sort((a, b) => b.touchedAt - a.touchedAt);
  const swept = gone.filter((found) => gone.filter(({ role }) => role === found.role).indexOf(found) >= keptPerRole);
  for (const found of swept) {
    for (const name of names.filter((candidate) => belongsTo(candidate, found.instance))) rmSync(join(directory, name), { force: true });
  }
  return swept.map((found) => found.instance);
};
