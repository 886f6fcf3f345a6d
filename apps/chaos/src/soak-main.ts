import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { commit } from './report/commit.js';
import { insertReport } from './report/insert-report.js';
import { renderSoak } from './soak/render-soak.js';
import { runSoak } from './soak/run-soak.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' }, write: { type: 'string' } },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
if (!(minutes >= 1) || !Number.isInteger(seed)) throw new Error('--minutes wants a number of at least 1, --seed a whole number.');
const result = await runSoak({ minutes, seed, onProgress: say });
const report = renderSoak(
  result,
  `${minutes} minutes. Commit ${commit()}, Node ${process.version}, ${cpus().length} cores; 2 apis, 2 workers, 8 callers.`,
);
say(report);
if (values.write) writeFileSync(values.write, insertReport(readFileSync(values.write, 'utf8'), report, 'soak'));
process.exitCode = result.open > 0 || result.watched.some(({ judgment }) => judgment.growing) ? 1 : 0;
