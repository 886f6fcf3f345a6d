import { describe, expect, it } from '@jest/globals';
import { parseFlags } from './parse-flags.js';

describe('the command line', () => {
  it('runs without flags, checks with --check-config, helps with --help or -h', () => {
    expect(parseFlags([]).kind).toBe('run');
    expect(parseFlags(['--check-config']).kind).toBe('check');
    expect([parseFlags(['--help']).kind, parseFlags(['-h', '--check-config']).kind]).toEqual(['help', 'help']);
  });

  it('makes a key for a tenant, with the scopes named or with tasks', () => {
    expect(parseFlags(['--create-key', 'acme'])).toEqual({ kind: 'create_key', tenant: 'acme', scopes: ['tasks'] });
    expect(parseFlags(['--create-key=acme:tasks+admin'])).toMatchObject({ tenant: 'acme', scopes: ['tasks', 'admin'] });
  });

  it.each(['ab12cd34', 'mr_ab12cd34', 'mr_ab12cd34_some-Secret_0'])('revokes a key named as %p by its id', (named) => {
    expect(parseFlags(['--revoke-key', named])).toEqual({ kind: 'revoke_key', id: 'ab12cd34' });
  });

  it('does not repeat what it cannot read as a key, for it may be one', () => {
    const { sentence } = parseFlags(['--revoke-key', 'xx_ab12cd34_some-Secret']) as { sentence: string };
    expect(sentence).toContain('--revoke-key wants');
    expect(sentence).not.toContain('some-Secret');
  });

  it.each(['', 'a b', 'acme:all', ':tasks'])('makes no key for %p', (owner) => {
    expect(parseFlags([`--create-key=${owner}`])).toMatchObject({ kind: 'wrong', sentence: expect.stringContaining('--create-key') });
  });

  it.each([['--nope'], ['--check-config=yes'], ['stray'], ['-x']])('refuses %s by name', (flag) => {
    expect(parseFlags([flag])).toMatchObject({ kind: 'wrong', sentence: expect.stringContaining(flag.split('=')[0] ?? '') });
  });
});
