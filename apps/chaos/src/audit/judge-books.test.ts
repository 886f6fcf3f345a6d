import { describe, expect, it } from '@jest/globals';
import { type JudgedBooks, judgeBooks } from './judge-books.js';

const task = { attempts: 1, lost_attempts: 0, cost: { usd: '0.000000003' } };
const again = { attempts: 2, lost_attempts: 1, cost: { usd: '1.5' } };

/** Three calls: one of a task that went well, one that was lost with its worker, and the one made for it again. */
const books = (given: Partial<JudgedBooks> = {}): JudgedBooks => ({
  spend: { calls: 3, estimatedCalls: 1, costNano: 1_500_000_003n },
  tasks: [task, again],
  calls: 3,
  lostAttempts: 1,
  ...given,
});

describe('the judgment of the books', () => {
  it('has nothing against those in which all is found, also an attempt that died before it asked', () => {
    expect(judgeBooks(books())).toEqual([]);
    expect(judgeBooks(books({ calls: 2 }))).toEqual([]);
  });

  it.each([
    ['the model received 4 calls, and 3 are in the books', { calls: 4 }],
    ['3 calls are in the books of 1 attempts', { tasks: [{ ...task, cost: { usd: '1.500000003' } }], lostAttempts: 0 }],
    ['1 were made and only 1 are estimates', { calls: 1 }],
    ['tell of 1 lost attempts, the totals of 2', { lostAttempts: 2 }],
    ['tasks cost 3 nano-dollars', { tasks: [task, { ...again, cost: { usd: '0' } }] }],
  ])('finds that %s', (words, given) => {
    expect(judgeBooks(books(given)).join()).toContain(words);
  });
});
