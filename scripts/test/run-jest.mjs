import { readFileSync, rmSync } from 'node:fs';
import { attempt } from '../setup/attempt.mjs';
import { inPrivateFolder, installed } from '../setup/paths.mjs';

// Far above what a project takes; a test that hangs must not hang whoever waits for the result.
const timeoutMs = 30 * 60_000;

const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

/** Runs one of jest's projects and gives back what the tally wants; a file that could not be run at all counts as one failure. */
export const runJest = async ({ project, env, args, reason }) => {
  const report = inPrivateFolder('test', `${project}.json`);
  rmSync(report, { force: true });
  const all = [
    process.stdout.isTTY ? '--colors' : '--no-colors',
    '--ci',
    // A handle that a failed test left open must not hold up the result.
    '--forceExit',
    '--json',
    `--outputFile=${report}`,
    '--selectProjects',
    project,
    ...args,
  ];
  const { code } = await attempt(installed('jest'), all, { env, show: 'stderr', timeoutMs });
  const counts = read(report);
  if (!counts) return { ok: false, output: `jest wrote no report (code ${code})` };
  return {
    ok: code === 0,
    passed: counts.numPassedTests,
    failed: counts.numFailedTests + counts.numRuntimeErrorTestSuites,
    skipped: counts.numPendingTests,
    reason: counts.numPendingTests > 0 ? `${project}: ${reason ?? 'marked so in the tests'}` : undefined,
  };
};

/** How many test files a project has. */
export const countTestFiles = async ({ project, env }) => {
  const { output } = await attempt(installed('jest'), ['--listTests', '--selectProjects', project], { env });
  return output.split('\n').filter((line) => line.includes('.test.')).length;
};
