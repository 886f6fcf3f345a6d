import type { OutLine } from './out-file.js';

/** Counts of a whole job, earlier runs included. */
export interface Tally {
  readonly lines: number;
  readonly submitted: number;
  readonly done: number;
  readonly succeeded: number;
  /** Failed, cancelled, expired and gone ones. */
  readonly failed: number;
  /** Never became tasks. */
  readonly refused: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface Counter {
  count(line: OutLine): void;
  submitted(howMany: number): void;
  tally(): Tally;
}

export const createCounter = (lines: number): Counter => {
  const counts = { lines, submitted: 0, done: 0, succeeded: 0, failed: 0, refused: 0, inputTokens: 0, outputTokens: 0 };
  return {
    submitted: (howMany) => {
      counts.submitted += howMany;
    },
    count: ({ status, usage }) => {
      counts.done += 1;
      counts[status === 'succeeded' || status === 'refused' ? status : 'failed'] += 1;
      counts.inputTokens += usage?.input_tokens ?? 0;
      counts.outputTokens += usage?.output_tokens ?? 0;
    },
    tally: () => ({ ...counts }),
  };
};
