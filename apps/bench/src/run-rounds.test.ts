import { expect, it } from '@jest/globals';
import type { SystemName } from './results/report.js';
import { inTurn, runRounds } from './run-rounds.js';

it('begins each round with another', () => {
  expect([0, 1, 2, 3].map((round) => inTurn(['a', 'b', 'c'], round).join(''))).toEqual(['abc', 'bca', 'cab', 'abc']);
  expect(inTurn([], 1)).toEqual([]);
});

it('measures everybody once in each round, one after the other', async () => {
  const seen: string[] = [];
  const contestant = (system: SystemName) => ({
    system,
    measure: async () => {
      seen.push(`${system} begins`);
      await null;
      seen.push(`${system} ends`);
      return { x: seen.length };
    },
  });
  const shown: number[] = [];
  const findings = await runRounds([contestant('millrace'), contestant('plain')], 2, ({ round }) => shown.push(round));
  expect(findings.map(({ round, system }) => `${round} ${system}`)).toEqual(['0 millrace', '0 plain', '1 plain', '1 millrace']);
  expect(seen.filter((_, index) => index % 2 === 0).map((text) => text.split(' ')[1])).toEqual(Array(4).fill('begins'));
  expect(shown).toEqual([0, 0, 1, 1]);
});
