import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLineSplitter } from './line-splitter.js';

const limitBytes = 12;

const split = (chunks: readonly Buffer[]) => {
  const splitter = createLineSplitter({ limitBytes });
  const lines = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
  return { count: splitter.count(), lines: lines.map(({ number, bytes }) => `${number} ${bytes ? bytes.toString('latin1') : 'too long'}`) };
};

/** The same by the plain meaning of lines, with all of the text at hand. */
const expected = (text: string) => {
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  const shown = all.flatMap((raw, index) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.length > limitBytes) return [`${index + 1} too long`];
    return /^[ \t\r]*$/.test(line) ? [] : [`${index + 1} ${line}`];
  });
  return { count: all.length, lines: shown };
};

/** Anything, with a good chance of line ends, blanks and lines about as long as the limit. */
const texts = fc
  .array(fc.oneof(fc.constantFrom('\n', '\r\n', '\r', ' ', '\n\n', 'x'.repeat(11), 'y'.repeat(12), 'z'.repeat(13), 'é'), fc.string()), {
    maxLength: 30,
  })
  .map((parts) => Buffer.from(parts.join('')).toString('latin1'))
  // A line of nothing but blanks that is too long may be either.
  .filter((text) => !/[ \t\r]{12}/.test(text));

describe('the lines of an upload', () => {
  it('are the same wherever the bytes were cut', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat({ max: 60 }), { maxLength: 40 }), (text, cuts) => {
        const bytes = Buffer.from(text, 'latin1');
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((to, index) => bytes.subarray(places[index], to));
        expect(split(chunks)).toEqual(expected(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('are the same when each byte comes alone', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(split([...Buffer.from(text, 'latin1')].map((byte) => Buffer.from([byte])))).toEqual(expected(text));
      }),
    );
  });

  it.each([1, 2, 3, 7])('are without a byte order mark before the first, also in pieces of %d bytes, and keep it elsewhere', (size) => {
    const mark = Buffer.from('\uFEFF');
    const longest = Buffer.alloc(limitBytes, 'x');
    const bytes = Buffer.concat([mark, longest, Buffer.from('\n'), mark, Buffer.from('y\n')]);
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
    expect(split(chunks).lines).toEqual([`1 ${longest}`, `2 ${mark.toString('latin1')}y`]);
    expect(split([mark, Buffer.from('\n{}')]).lines).toEqual(['2 {}']);
  });

  it('need not be held to be found too long', () => {
    const splitter = createLineSplitter({ limitBytes: 1000 });
    const megabyte = Buffer.alloc(1_000_000, 'x');
    for (let n = 0; n < 100; n += 1) expect(splitter.push(megabyte)).toEqual([]);
    expect(splitter.push(Buffer.from('\n{}\n'))).toEqual([
      { number: 1, bytes: undefined },
      { number: 2, bytes: Buffer.from('{}') },
    ]);
  });
});
