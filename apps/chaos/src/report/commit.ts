import { execFileSync } from 'node:child_process';
import { inRepository } from '@millrace/testing';

/** What was run, or `unknown` where that is no clone. */
export const commit = (): string => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: inRepository(), encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
};
