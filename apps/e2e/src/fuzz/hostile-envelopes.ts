import type { RawRequest } from '../raw-http/raw-request.js';

const body = '{"prompt":"x"}';
const chunked = { 'transfer-encoding': 'chunked', 'content-length': undefined };
const smuggled = 'GET /v1/tasks HTTP/1.1\r\nHost: x\r\n\r\n';
const many = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`x-${n}`, '1']));

const chunks: Readonly<Record<string, string>> = {
  'a size that is no number': 'zz\r\n{}\r\n0\r\n\r\n',
  'a size beyond all numbers': 'ffffffffffffffffff\r\n{}\r\n0\r\n\r\n',
  'a negative size': '-2\r\n{}\r\n0\r\n\r\n',
  'a chunk longer than its size': `1\r\n${body}\r\n0\r\n\r\n`,
  'an extension without end': `2;${'a'.repeat(100_000)}\r\n{}\r\n0\r\n\r\n`,
  'trailers without end': `2\r\n{}\r\n0\r\n${'a: b\r\n'.repeat(10_000)}\r\n`,
  'a trailer that is a length': '2\r\n{}\r\n0\r\nContent-Length: 100\r\nX-Api-Key: other\r\n\r\n',
  'lines that end with LF alone': '2\n{}\n0\n\n',
  'a thousand chunks of one byte': `${'1\r\n[\r\n'.repeat(1_000)}0\r\n\r\n`,
};

const headers: Readonly<Record<string, RawRequest['headers']>> = {
  'a length and chunks': { 'transfer-encoding': 'chunked' },
  'chunks twice': { ...chunked, 'transfer-encoding': 'chunked, chunked' },
  'chunks that are not last': { ...chunked, 'transfer-encoding': 'chunked, identity' },
  'something like chunks': { ...chunked, 'transfer-encoding': 'xchunked' },
  'a blank before the colon': { ...chunked, 'transfer-encoding ': 'chunked' },
  'two lengths': { 'content-length': '5', 'Content-Length': '6' },
  'a length with a sign': { 'content-length': '+14' },
  'a length in hexadecimal': { 'content-length': '0xe' },
  'a length beyond all numbers': { 'content-length': '99999999999999999999' },
  'a length shorter than the body': { 'content-length': '5' },
  'a header that goes on in the next line': { 'x-a': 'a\r\n b' },
  'a bare CR': { 'x-a': 'a\rb' },
  'a NUL in a header': { 'x-a': 'a\0b' },
  'a header of 15 kB': { 'x-a': 'a'.repeat(15_000) },
  'a header of 50 kB': { 'x-a': 'a'.repeat(50_000) },
  'two hundred headers': many,
  'a key of 10 kB': { 'x-api-key': 'k'.repeat(10_000) },
  'a key of odd bytes': { 'x-api-key': '\xff\xfe\x80' },
  'an empty Bearer': { 'x-api-key': undefined, authorization: 'Bearer ' },
  'an Idempotency-Key of odd bytes': { 'idempotency-key': '\xff\x80' },
  'an Idempotency-Key of 10 kB': { 'idempotency-key': 'k'.repeat(10_000) },
  'a content type of nothing': { 'content-type': ';;;=' },
  'a charset nobody has': { 'content-type': 'application/json; charset=utf-7' },
  'a preference without end': { prefer: `wait=${'9'.repeat(1_000)}` },
  'an event id without end': { 'last-event-id': '9'.repeat(1_000) },
  'an address that is none': { 'x-forwarded-for': `${'1,'.repeat(5_000)}1`, forwarded: 'for=";;' },
  'a trace that is none': { traceparent: '00-zz', tracestate: '='.repeat(1_000) },
};

const queries = [
  '?__proto__=1',
  '?limit=1e999',
  '?limit=-1',
  '?a=%00',
  '?a=%ff%fe',
  '?%',
  `?${'a=1&'.repeat(3_000)}`,
  '?limit=1&limit=2',
  '?wait[]=1',
  '?wait=NaN',
  '?cursor=%7B%7D',
];

/** Requests that are wrong in their head or framing, by what is wrong with them; `nothing` stands for a body that may be sound. */
export const hostileEnvelopes: readonly (readonly [name: string, request: RawRequest])[] = [
  ...Object.entries(chunks).map(([name, chunk]) => [name, { headers: chunked, body: chunk }] as const),
  ...Object.entries(headers).map(
    ([name, own]) => [name, { headers: { ...own }, body: `{"nothing":1}${name.startsWith('a length') ? smuggled : ''}` }] as const,
  ),
  ...queries.map((query) => [`the query ${query.slice(0, 30)}`, { query, body: '{"nothing":1}' }] as const),
];
