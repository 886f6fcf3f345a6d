import { transientStatuses } from '../http/transient-statuses.js';
import type { BulkOutcome } from './bulk-outcome.js';
import type { Chunk } from './chunks-of.js';

/** What has become of the lines of one chunk. */
export interface LineLedger {
  /** Takes an outcome as the api gives it. Returns whether the line is done with. */
  note(outcome: BulkOutcome): boolean;
  /** The lines that are to be sent, the others empty, so that all keep their numbers. */
  upload(): string;
  /** Outcomes that have not been taken yet, as far as there is none missing before them. */
  take(): BulkOutcome[];
  /** What the lines that are not done with were refused with last; `undefined` if any was not answered at all. */
  refusals(): readonly BulkOutcome[] | undefined;
  /** From now on the last refusal of each line is its outcome. */
  accept(): void;
  readonly done: boolean;
}

/** Whether the same line may be accepted later. */
const mayPass = ({ status, problem }: BulkOutcome): boolean => problem?.retryable === true && transientStatuses.has(status);

export const createLineLedger = ({ texts, firstLine }: Chunk): LineLedger => {
  const outcomes = new Map<number, BulkOutcome>();
  const refused = new Map<number, BulkOutcome>();
  let taken = 0;
  const isDone = (index: number): boolean => texts[index] === '' || outcomes.has(index);
  const open = (): number[] => [...texts.keys()].filter((index) => !isDone(index));

  return {
    note: (outcome) => {
      const index = outcome.line - 1;
      if (isDone(index)) return false;
      const settled = !mayPass(outcome);
      (settled ? outcomes : refused).set(index, { ...outcome, line: firstLine + index });
      return settled;
    },
    upload: () => `${texts.map((text, index) => (isDone(index) ? '' : text)).join('\n')}\n`,
    take: () => {
      const ready: BulkOutcome[] = [];
      for (; taken < texts.length && isDone(taken); taken += 1) {
        const outcome = outcomes.get(taken);
        if (outcome) ready.push(outcome);
      }
      return ready;
    },
    refusals: () => {
      const last = open().map((index) => refused.get(index));
      return last.includes(undefined) ? undefined : (last as BulkOutcome[]);
    },
    accept: () => {
      for (const [index, outcome] of refused) if (!isDone(index)) outcomes.set(index, outcome);
    },
    get done() {
      return open().length === 0;
    },
  };
};
