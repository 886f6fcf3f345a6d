import type { BulkOutcome } from '@millrace/contracts';

export type BulkCount = 'accepted' | 'replayed' | 'refused';

/** Counts outcomes by what became of them. */
export interface Tally {
  add(outcomes: readonly BulkOutcome[]): void;
  counts(): Readonly<Record<BulkCount, number>>;
}

export const createTally = (onCounted: (outcome: BulkCount, count: number) => void): Tally => {
  const total = { accepted: 0, replayed: 0, refused: 0 };
  return {
    add: (outcomes) => {
      const counts = { accepted: 0, replayed: 0, refused: 0 };
      for (const outcome of outcomes) counts[countOf(outcome)] += 1;
      for (const name of ['accepted', 'replayed', 'refused'] as const) {
        if (counts[name] > 0) onCounted(name, counts[name]);
        total[name] += counts[name];
      }
    },
    counts: () => ({ ...total }),
  };
};

const countOf = (outcome: BulkOutcome): BulkCount => {
  if ('problem' in outcome) return 'refused';
  return outcome.status === 202 ? 'accepted' : 'replayed';
};
