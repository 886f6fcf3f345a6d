import { describe, expect, it } from '@jest/globals';
import { parseFlags } from './parse-flags.js';

describe('the command line', () => {
  it('runs without flags, checks with --check-config, helps with --help or -h', () => {
    expect(parseFlags([]).kind).toBe('run');
    expect(parseFlags(['--check-config']).kind).toBe('check');
    expect([parseFlags(['--help']).kind, parseFlags(['-h', '--check-config']).kind]).toEqual(['help', 'help']);
  });

  it.each([['--nope'], ['--check-config=yes'], ['stray'], ['-x']])('refuses %s by name', (flag) => {
    expect(parseFlags([flag])).toMatchObject({ kind: 'wrong', sentence: expect.stringContaining(flag.split('=')[0] ?? '') });
  });
});
