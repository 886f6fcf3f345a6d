import { describe, expect, it } from '@jest/globals';
import { readFlags } from './read-flags.js';

describe('readFlags', () => {
  it('measures everything in full unless told otherwise', () => {
    expect(readFlags([])).toEqual({
      rounds: 5,
      providerRounds: 1,
      only: ['submit', 'work', 'call', 'latency', 'stream', 'goodput', 'faulty'],
      unscaled: false,
      size: 'full',
      json: undefined,
      write: undefined,
    });
  });
  it('takes fewer rounds for a quick look, unless they are given', () => {
    expect(readFlags(['--quick'])).toMatchObject({ rounds: 3, size: 'quick' });
    expect(readFlags(['--quick', '--rounds', '9'])).toMatchObject({ rounds: 9, providerRounds: 9 });
  });
  it('measures only what is named', () => expect(readFlags(['--only', 'work', '--only=submit']).only).toEqual(['work', 'submit']));
  it.each([
    [['--only', 'speed'], 'not "speed"'],
    [['--rounds', '1.5'], 'not "1.5"'],
    [['--rounds', '0'], 'not "0"'],
    [['--fast'], '--fast'],
  ])('refuses %j and says why', (args, reason) => expect(() => readFlags(args)).toThrow(reason));
});
