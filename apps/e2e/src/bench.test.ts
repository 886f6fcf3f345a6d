import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { inRepository, type RunningProcess, runProcess, testEnvironment } from '@millrace/testing';

interface Finding {
  readonly system: string;
  readonly figures: Readonly<Record<string, number>>;
}

let folder: string;
let bench: RunningProcess;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-bench-test-'));
});
afterEach(async () => {
  await bench.kill();
  rmSync(folder, { recursive: true, force: true });
});

const life = ['submissionsPerSecond', 'submitApiCpuMicros', 'submitRedisCpuMicros', 'redisBytesPerTask'].concat(
  ['tasksPerSecond', 'workerCpuMicros', 'workRedisCpuMicros'],
  ['lifeRedisCpuMicros'],
);
const latency = ['addedP50Ms', 'addedP95Ms', 'addedP99Ms'];
const firstPiece = ['firstPieceP50Ms', 'firstPieceP95Ms', 'firstPieceP99Ms'];

// It throws when a task is refused, fails, or is not answered by a call of its own. How fast anything is would depend on the machine.
it('the bench measures every figure of Millrace and of the plain pair, and no task fails', async () => {
  const json = join(folder, 'report.json');
  const env = { MILLRACE_BENCH_REDIS: testEnvironment().redisServer };
  const only = ['submit', 'work', 'latency', 'stream'].flatMap((name) => ['--only', name]);
  bench = await runProcess({ args: [inRepository('apps/bench/dist/main.js'), '--smoke', ...only, '--json', json], env });
  const { code } = await bench.exited;
  expect({ code, output: bench.output() }).toMatchObject({ code: 0, output: expect.stringContaining('| Millrace |') });

  const { findings } = JSON.parse(readFileSync(json, 'utf8')) as { findings: Finding[] };
  expect(findings.map(({ system, figures }) => [system, Object.keys(figures)])).toEqual([
    ['millrace', life],
    ['plain', life],
    ['direct', latency],
    ['millrace', latency],
    ['plain', latency],
    ['direct', firstPiece],
    ['millrace', firstPiece],
  ]);
  // What is left when the upstream's share is taken off may be below nothing in so short a run.
  const strange = findings.flatMap(({ figures }) => Object.values(figures)).filter((value) => !Number.isFinite(value) || value === 0);
  expect(strange).toEqual([]);
});
