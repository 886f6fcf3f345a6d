import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { RawRequest } from '../raw-http/raw-request.js';

const megabyte = 1_000_000;
const bomb = Buffer.alloc(50 * megabyte, '[');
const bytes = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));
const filled = (start: string, piece: string, end: string, size = 900_000): string => start + piece.repeat(size / piece.length) + end;

/** Bodies that no operation can take. */
const contents: Readonly<Record<string, string | Buffer>> = {
  'deep arrays': '['.repeat(500_000),
  'deep objects': filled('', '{"a":', ''),
  'deep and sound': `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  'a number too large': '{"prompt":"x","max_tokens":1e999}',
  'a number of a megabyte': filled('{"max_tokens":1', '0', '}'),
  'numbers without end': filled('[1', ',1', ']'),
  'empty objects without end': filled('{"messages":[{"role":"user","content":[{}', ',{}', ']}]}'),
  'faults without end': `{${Array.from({ length: 49_000 }, (_, n) => `"k${n}":${n}`).join()}}`,
  __proto__: '{"__proto__":{"scopes":["admin"]},"prompt":"x"}',
  'a constructor': '{"constructor":{"prototype":{"admin":true}},"prompt":"x"}',
  'names given twice': '{"prompt":"x","prompt":"y"}',
  'a name given without end': filled('{"a":1', ',"a":1', '}'),
  'broken UTF-8': bytes('{"prompt":"', 0xc3, 0x28, '"}'),
  'overlong UTF-8': bytes('{"prompt":"', 0xc0, 0x80, '"}'),
  'a surrogate in UTF-8': bytes('{"prompt":"', 0xed, 0xa0, 0x80, '"}'),
  'half a surrogate pair': '{"prompt":"\\ud800"}',
  'a NUL': bytes('{"prompt":"', 0x00, '"}'),
  NULs: Buffer.alloc(megabyte / 2),
  'a byte order mark': '\uFEFF{"prompt":"x"}',
  'UTF-16': Buffer.from('\uFEFF{"prompt":"x"}', 'utf16le'),
  quotes: '"'.repeat(megabyte / 2),
  backslashes: filled('"', '\\', ''),
  'blank lines': '\n'.repeat(megabyte / 2),
  'two documents': '{"prompt":"x"}{"prompt":"y"}',
  NaN: '{"prompt":"x","temperature":NaN}',
  'more than is taken': Buffer.alloc(2 * megabyte, ' '),
};

const bodies = Object.entries(contents).map(([name, body]): readonly [string, RawRequest] => [name, { body }]);
// Before lines the mark may stand.
const asLines = bodies
  .filter(([name]) => name !== 'a byte order mark')
  .map(([name, { body }]): readonly [string, RawRequest] => [
    `${name}, as lines`,
    { body: body as string, headers: { 'content-type': 'application/x-ndjson' } },
  ]);
const compressed = (encoding: string, body: Buffer): readonly [string, RawRequest] => [
  `fifty megabytes as ${encoding}`,
  { body, headers: { 'content-encoding': encoding } },
];

/** Requests whose envelope is sound and whose body is not, by what is wrong with them. */
export const hostileBodies: readonly (readonly [name: string, request: RawRequest])[] = [
  ...bodies,
  ...asLines,
  compressed('gzip', gzipSync(bomb)),
  compressed('deflate', deflateSync(bomb)),
  compressed('br', brotliCompressSync(bomb.subarray(0, 5 * megabyte))),
  compressed('gzip, gzip', gzipSync(gzipSync(bomb))),
  compressed('zstd', Buffer.from('{}')),
];
