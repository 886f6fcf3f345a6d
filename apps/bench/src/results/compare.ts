import type { Measure } from './measures.js';
import { median } from './median.js';
import type { Finding, SystemName } from './report.js';

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface Comparison {
  readonly measure: Measure;
  readonly ours: Spread;
  readonly theirs: Spread;
  /** Ours divided by theirs in the same round, over all rounds. */
  readonly ratio: Spread;
  /** undefined when there is no target. */
  readonly met: boolean | undefined;
}

const valuesOf = (findings: readonly Finding[], system: SystemName, figure: string): Map<number, number> => {
  const values = new Map<number, number>();
  for (const finding of findings) {
    const value = finding.system === system ? finding.figures[figure] : undefined;
    if (value !== undefined) values.set(finding.round, value);
  }
  return values;
};

/** Median, least and most of some values; undefined of none. */
const spread = (values: readonly number[]): Spread | undefined =>
  values.length === 0 ? undefined : { median: median(values), least: Math.min(...values), most: Math.max(...values) };

const meets = ({ target }: Measure, ratio: number): boolean | undefined => {
  if (!target) return undefined;
  return 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost;
};

/** The spread of a figure of one system over all rounds; undefined when it was not measured. */
export const spreadOf = (findings: readonly Finding[], system: SystemName, figure: string): Spread | undefined =>
  spread([...valuesOf(findings, system, figure).values()]);

/** Compares Millrace with the other, round by round; undefined when either was not measured. */
export const compare = (measure: Measure, findings: readonly Finding[]): Comparison | undefined => {
  const ours = valuesOf(findings, 'millrace', measure.figure);
  const theirs = valuesOf(findings, measure.against, measure.figure);
  const ratios = [...ours].flatMap(([round, value]) => (theirs.has(round) ? [value / (theirs.get(round) as number)] : []));
  const spreads = [spread([...ours.values()]), spread([...theirs.values()]), spread(ratios)] as const;
  const [our, their, ratio] = spreads;
  return our && their && ratio && { measure, ours: our, theirs: their, ratio, met: meets(measure, ratio.median) };
};
