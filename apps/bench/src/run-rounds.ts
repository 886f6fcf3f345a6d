import type { Figures } from './experiments/figures.js';
import type { Finding, SystemName } from './results/report.js';

export interface Contestant {
  readonly system: SystemName;
  measure(): Promise<Figures>;
}

/** Each round begins with another of them, so that what changes on the machine meets all alike. */
export const inTurn = <T>(all: readonly T[], round: number): readonly T[] => {
  const first = all.length === 0 ? 0 : round % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
};

/** Measures all contestants once in each round and gives back what was found. */
export const runRounds = async (
  contestants: readonly Contestant[],
  rounds: number,
  onFinding: (finding: Finding) => void,
): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { system, measure } of inTurn(contestants, round)) {
      const finding = { round, system, figures: await measure() };
      findings.push(finding);
      onFinding(finding);
    }
  }
  return findings;
};
