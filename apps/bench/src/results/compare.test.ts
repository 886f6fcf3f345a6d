import { describe, expect, it } from '@jest/globals';
import { compare, spreadOf } from './compare.js';
import type { Measure } from './measures.js';
import type { Finding } from './report.js';

const measure: Measure = { figure: 'x', title: 'x', against: 'plain', digits: 0 };
const rounds = (ours: readonly number[], theirs: readonly number[]): Finding[] => [
  ...ours.map((x, round) => ({ round, system: 'millrace' as const, figures: { x } })),
  ...theirs.map((x, round) => ({ round, system: 'plain' as const, figures: { x } })),
];

describe('compare', () => {
  it('takes the median of the ratios of each round, not the ratio of the medians', () => {
    const { ours, theirs, ratio } = compare(measure, rounds([10, 40, 90], [10, 10, 30])) ?? {};
    expect(ours).toEqual({ median: 40, least: 10, most: 90 });
    expect(theirs).toEqual({ median: 10, least: 10, most: 30 });
    expect(ratio).toEqual({ median: 3, least: 1, most: 4 });
  });

  it.each([
    [{ atLeast: 1.5 }, 15, true],
    [{ atLeast: 1.5 }, 14, false],
    [{ atMost: 1.3 }, 13, true],
    [{ atMost: 1.3 }, 14, false],
    [undefined, 14, undefined],
  ])('tells of %j against a ratio of %d tenths whether it was met: %s', (target, tenths, met) => {
    const wanted = target ? { ...measure, target } : measure;
    expect(compare(wanted, rounds([tenths], [10]))?.met).toBe(met);
  });

  it('says nothing when one of the two was not measured', () => {
    expect(compare(measure, rounds([1], []))).toBeUndefined();
    expect(spreadOf([], 'direct', 'x')).toBeUndefined();
  });
});
