import type { Fault } from '../faults/fault.js';
import type { FaultNote, TrialResult } from '../run-trial.js';

export interface ReportOptions {
  readonly seed: number;
  readonly faults: readonly Fault[];
  readonly result: TrialResult;
  /** What ran, and where: commit, Redis, Node, machine. */
  readonly about: string;
}

/** The report of a trial, as Markdown. */
export const renderReport = ({ seed, faults, result, about }: ReportOptions): string => {
  const { audit, violations, notes, done, answers } = result;
  const { ledger } = audit;
  return `${[
    `Seed ${seed}, ${result.seconds} seconds. ${about}`,
    '',
    '| Account | Count |',
    '|---|---:|',
    `| Promised by a 202 or its repetition | ${audit.promised} |`,
    `| Submitted, by the books | ${ledger.submitted} |`,
    `| = succeeded + failed + cancelled + expired + open | ${ledger.succeeded} + ${ledger.failed} + ${ledger.cancelled} + ${ledger.expired} + ${ledger.open} |`,
    `| Lost | ${audit.lost} |`,
    `| Results that changed or were another task's | ${audit.wrongResults} |`,
    `| Calls the model received | ${audit.calls} |`,
    `| of these for a task it was asked before | ${audit.repeats} |`,
    `| Attempts lost with their worker | ${ledger.lostAttempts} |`,
    `| Calls in the books, and of these at an estimate | ${audit.spend.calls}, ${audit.spend.estimatedCalls} |`,
    `| Cost of all tasks, and by the books: the same | ${audit.spend.costNano / 1000n} millionths of a dollar |`,
    `| Tasks that failed although the model answers, after all their attempts | ${Object.values(audit.failures).reduce((all, count) => all + count, 0)} |`,
    `| Submissions repeated because nobody knew whether they were taken | ${result.again} |`,
    `| Slowest answer of an api to a read, whatever happened | ${result.slowestAnswerMs} ms |`,
    `| Reads answered, by status (0: the connection was cut) | ${Object.entries(answers)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', ')} |`,
    `| Violations | ${violations.length} |`,
    '',
    '| Fault | Times | What happens | Figures (median, worst) |',
    '|---|---:|---|---|',
    ...faults.map(
      ({ name, story }) => `| ${name} | ${done[name] ?? 0} | ${story} | ${figuresOf(notes.filter(({ fault }) => fault === name))} |`,
    ),
    '',
    ...violations.slice(0, 100).map((wrong) => `- ${wrong}`),
  ].join('\n')}\n`;
};

const figuresOf = (notes: readonly FaultNote[]): string =>
  [...new Set(notes.map(({ figure }) => figure))]
    .map((figure) => {
      const values = notes
        .filter((note) => note.figure === figure)
        .map(({ value }) => value)
        .sort((one, other) => one - other);
      return `${figure}: ${values[Math.floor((values.length - 1) / 2)]}, ${values.at(-1)}`;
    })
    .join('; ');
