import { describe, expect, it } from '@jest/globals';
import { priorityWeightsSchema } from './priority-weights.js';

const mistakesOf = (text: string): readonly string[] =>
  priorityWeightsSchema.safeParse(text).error?.issues.map(({ message }) => message) ?? [];

describe('weights of the classes of priority', () => {
  it('are read for the classes that are listed, and the others keep their default', () => {
    expect(priorityWeightsSchema.parse('bulk=0.5, interactive=8')).toEqual({ interactive: 8, standard: 1, bulk: 0.5 });
    expect(priorityWeightsSchema.parse('bulk=0.01,interactive=100')).toEqual({ interactive: 100, standard: 1, bulk: 0.01 });
    expect(priorityWeightsSchema.parse('')).toEqual({ interactive: 4, standard: 1, bulk: 0.25 });
  });

  it.each(['standard=0', 'standard=0.009', 'standard=101', 'urgent=3', 'standard', 'standard=-1', 'standard=1e3'])('refuse %p', (text) => {
    expect(mistakesOf(text)).toEqual([expect.stringMatching(/^must be a comma list of class=weight from 0.01 to 100/)]);
  });

  it('refuse two of one class', () => {
    expect(mistakesOf('bulk=1,bulk=2')).toEqual(['must give bulk one weight, not two']);
  });
});
