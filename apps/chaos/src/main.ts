import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { createRandom } from './random.js';
import { readFlags } from './read-flags.js';
import { commit } from './report/commit.js';
import { insertReport } from './report/insert-report.js';
import { renderReport } from './report/render-report.js';
import { runTrial } from './run-trial.js';
import { scheduleOf } from './schedule.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { seed, alone, together, faults, write, logs } = readFlags(process.argv.slice(2));
const random = createRandom(seed);
const possible = faults.filter((fault) => {
  const why = fault.impossible?.();
  if (why) say(`${fault.name} is left out: ${why}`);
  return !why;
});
const schedule = scheduleOf({ faults: possible, alone, together, random });
say(`seed ${seed}: ${schedule.length} faults to come`);
const result = await runTrial({ seed, schedule, apis: 2, workers: 3, lanes: 12, onProgress: say });
const about = `Commit ${commit()}, Node ${process.version}, ${cpus().length} cores; 2 apis, 3 workers, 12 callers.`;
const report = renderReport({ seed, faults: possible, result, about });
say(report);
if (logs) writeFileSync(logs, result.logs);
if (write) writeFileSync(write, insertReport(readFileSync(write, 'utf8'), report));
process.exitCode = result.violations.length > 0 ? 1 : 0;
