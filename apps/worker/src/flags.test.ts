import { describe, expect, it } from '@jest/globals';
import { flagTexts, readFlags } from './flags.js';

describe('readFlags', () => {
  it('reads routes and concurrency in both ways of writing', () => {
    const expected = { kind: 'run', routes: 'a,b', concurrency: '5' };
    expect(readFlags(['--routes', 'a,b', '--concurrency=5'])).toEqual(expected);
    expect(readFlags([])).toEqual({ kind: 'run', routes: undefined, concurrency: undefined });
  });

  it('checks the settings without running, flags included', () => {
    expect(readFlags(['--check-config', '--routes=a'])).toMatchObject({ kind: 'check', routes: 'a' });
  });

  it('answers a call for help before anything else', () => {
    expect(readFlags(['--help', '--check-config'])).toEqual({ kind: 'help' });
  });

  it.each([['--rotes'], ['stray'], ['--routes']])('refuses %s in one sentence', (argument) => {
    const flags = readFlags([argument]);
    expect(flags).toMatchObject({ kind: 'wrong', reason: expect.stringContaining(argument) });
    expect(flags.kind === 'wrong' && flags.reason.split('\n')).toHaveLength(1);
  });

  it('explains every flag it knows', () => {
    for (const flag of Object.keys(flagTexts))
      expect(readFlags(flag.includes('<') ? [flag.split(' ')[0] ?? '', '1'] : [flag]).kind).not.toBe('wrong');
  });
});
