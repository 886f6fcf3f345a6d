// The bench: measures Millrace beside what it is compared with, in one run. scripts/bench.mjs prepares what it needs.
import { writeFileSync } from 'node:fs';
import { measureLife } from './experiments/measure-life.js';
import { type Flags, readFlags } from './read-flags.js';
import { describeRun } from './results/describe-run.js';
import { renderTable } from './results/render-table.js';
import type { Finding, Report } from './results/report.js';
import { type Contestant, runRounds } from './run-rounds.js';
import { fullSizes, quickSizes, smokeSizes } from './sizes.js';
import { millrace } from './systems/millrace.js';
import { plain } from './systems/plain.js';

const sizesOf = { full: fullSizes, quick: quickSizes, smoke: smokeSizes };
const redisProgram = process.env.MILLRACE_BENCH_REDIS ?? 'redis-server';
const portkey = process.env.MILLRACE_BENCH_PORTKEY || undefined;

const lives = ({ only, size }: Flags): readonly Contestant[] => {
  if (!only.includes('submit') && !only.includes('work')) return [];
  return [millrace, plain].map((system) => ({
    system: system.name,
    measure: () => measureLife({ system, redisProgram, sizes: sizesOf[size], work: only.includes('work') }),
  }));
};

const show = ({ round, system, figures }: Finding): void => {
  const shown = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(value < 100 ? 1 : 0)}`);
  process.stderr.write(`round ${round + 1}, ${system}: ${shown.join(', ')}\n`);
};

const main = async (): Promise<void> => {
  const flags = readFlags(process.argv.slice(2));
  const findings = await runRounds(lives(flags), flags.rounds, show);
  const sizes = { ...sizesOf[flags.size] };
  const report: Report = { ...describeRun(redisProgram, portkey), rounds: flags.rounds, sizes, findings };
  process.stdout.write(`\n${renderTable(report)}\n`);
  if (flags.json) writeFileSync(flags.json, `${JSON.stringify(report, undefined, 2)}\n`);
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
await main();
