import { type Audit, audit } from './audit/audit.js';
import type { Fault } from './faults/fault.js';
import { openGround } from './ground/open-ground.js';
import { createEndedCheck } from './load/create-ended-check.js';
import { startLoad } from './load/start-load.js';
import { pause } from './pause.js';
import { createRandom } from './random.js';
import { startWatch } from './watch/start-watch.js';

export interface TrialOptions {
  readonly seed: number;
  /** What goes wrong, one item after the other; the faults of an item at the same time. */
  readonly schedule: readonly (readonly Fault[])[];
  readonly apis: number;
  readonly workers: number;
  readonly lanes: number;
  readonly onProgress: (line: string) => void;
}

export interface FaultNote {
  readonly fault: string;
  readonly figure: string;
  readonly value: number;
}

export interface TrialResult {
  readonly audit: Audit;
  /** What must not be, and was; empty is right. */
  readonly violations: readonly string[];
  readonly notes: readonly FaultNote[];
  /** Times that each fault was done, alone and beside others. */
  readonly done: Readonly<Record<string, number>>;
  readonly slowestAnswerMs: number;
  readonly answers: Readonly<Record<string, number>>;
  /** Submissions that were sent again, since nobody knew whether they had been taken. */
  readonly again: number;
  readonly seconds: number;
  /** What all processes printed, for whoever has to find out. */
  readonly logs: string;
}

/** Between two items, in which whatever was hurt recovers; in ms. */
const restMs = 1500;

/** Runs callers against real processes while things go wrong, and then audits what was promised. */
export const runTrial = async (options: TrialOptions): Promise<TrialResult> => {
  const { seed, schedule, apis, workers, lanes, onProgress } = options;
  const startedAt = Date.now();
  const random = createRandom(seed);
  const ground = await openGround({ apis, workers, concurrency: 20 });
  const notes: FaultNote[] = [];
  const done: Record<string, number> = {};
  const load = startLoad({ ground, lanes, random: createRandom(seed + 1) });
  const watch = startWatch(ground);
  const hasEnded = createEndedCheck(ground, load);

  const run = async (fault: Fault, beside: number): Promise<void> => {
    done[fault.name] = (done[fault.name] ?? 0) + 1;
    const note = (figure: string, value: number): void =>
      void notes.push({ fault: fault.name, figure: beside > 0 ? `${figure}, beside others` : figure, value });
    await fault.run({ ground, random, watch, hasEnded, note });
  };
  try {
    await pause(restMs);
    for (const [place, item] of schedule.entries()) {
      onProgress(`${place + 1}/${schedule.length} ${item.map(({ name }) => name).join(' + ')}`);
      await Promise.all(item.map((fault) => run(fault, item.length - 1)));
      await pause(restMs);
    }
    onProgress('no more submissions');
    await load.stop();
    await watch.stop();
    onProgress('waiting for every task to end');
    const found = await audit(ground, [...load.promised, ...watch.promised]);
    const gone = [...ground.apis, ...ground.workers].filter(({ app }) => app.process.exitCode() !== undefined);
    const violations = [
      ...found.violations,
      ...load.strange,
      ...watch.complaints,
      ...gone.map(({ app }) => `a ${app.role} ended by itself with ${app.process.exitCode()}`),
    ];
    return {
      audit: found,
      violations,
      notes,
      done,
      slowestAnswerMs: watch.slowestMs,
      answers: Object.fromEntries([...watch.answers].map(([status, count]) => [String(status), count])),
      again: load.again,
      seconds: Math.round((Date.now() - startedAt) / 1000),
      logs: ground.logs(),
    };
  } finally {
    await ground.close();
  }
};
