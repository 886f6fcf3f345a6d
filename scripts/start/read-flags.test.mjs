import { describe, expect, it } from '@jest/globals';
import { readFlags } from './read-flags.mjs';

describe('the flags of npm start', () => {
  it('are two workers and no port of their own when nothing is said', () => {
    expect(readFlags([])).toEqual({ workers: 2, port: undefined, help: false });
  });

  it.each([
    ['apart', ['--workers', '3', '--port', '8080']],
    ['joined', ['--port=8080', '--workers=3']],
  ])('are read with the value %s', (_, args) => {
    expect(readFlags(args)).toMatchObject({ workers: 3, port: 8080 });
  });

  it.each([
    [['--prot', '1'], 'There is no flag --prot'],
    [['3000'], 'There is no flag 3000'],
    [['--port', 'abc'], '--port wants a whole number from 1 to 65535, not "abc"'],
    [['--port', '65536'], '--port wants'],
    [['--workers=0'], '--workers wants a whole number from 1 to 64, not "0"'],
    [['--workers'], '--workers wants a whole number from 1 to 64. '],
    [['--workers', '2.5'], '--workers wants'],
  ])('refuse %j by name', (args, message) => {
    expect(() => readFlags(args)).toThrow(message);
  });
});
