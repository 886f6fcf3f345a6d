import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cluster, startCluster } from '@millrace/testing';
import { exchange } from './raw-http/exchange.js';
import { type RawRequest, rawRequest } from './raw-http/raw-request.js';

const canary = 'canary-in-bad-input';
const prompt = `{"prompt":"${canary}"}`;
const bodyLimit = 20_000;
const chunked = { 'transfer-encoding': 'chunked', 'content-length': undefined };
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
const task = '/v1/tasks/task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1';

type Case = readonly [name: string, request: RawRequest | string, status: number, code: string];

const bodies: Case[] = [
  ['no body', {}, 400, 'invalid_json'],
  ['half an object', { body: `{"prompt":"${canary}` }, 400, 'invalid_json'],
  ['a trailing comma', { body: `{"prompt":"${canary}",}` }, 400, 'invalid_json'],
  ['a comment', { body: `// ${canary}\n{}` }, 400, 'invalid_json'],
  ['a byte order mark', { body: `\uFEFF${prompt}` }, 400, 'invalid_json'],
  ['UTF-16', { body: Buffer.from(prompt, 'utf16le') }, 400, 'invalid_json'],
  ['broken UTF-8', { body: Buffer.from([...Buffer.from('{"prompt":"'), 0xc3, 0x28, ...Buffer.from('"}')]) }, 400, 'invalid_utf8'],
  ['ten thousand brackets', { body: '['.repeat(10_000) }, 400, 'invalid_json'],
  ['an array', { body: `[${prompt}]` }, 400, 'invalid_body'],
  ['a text', { body: `"${canary}"` }, 400, 'invalid_body'],
  ['no prompt and no messages', { body: '{}' }, 400, 'invalid_body'],
  ['both of them', { body: `{"prompt":"${canary}","messages":[{"role":"user","content":"x"}]}` }, 400, 'invalid_body'],
  ['an empty conversation', { body: '{"messages":[]}' }, 400, 'invalid_body'],
  ['an unknown role', { body: `{"messages":[{"role":"${canary}","content":"x"}]}` }, 400, 'invalid_body'],
  ['an unknown field', { body: `{"prompt":"${canary}","max_token":5}` }, 400, 'invalid_body'],
  ['a field given twice', { body: `{"prompt":"x","prompt":"${canary}"}` }, 400, 'invalid_body'],
  ['__proto__', { body: `{"prompt":"${canary}","__proto__":{"admin":true}}` }, 400, 'invalid_body'],
  ['a temperature of a text', { body: `{"prompt":"x","temperature":"${canary}"}` }, 400, 'invalid_body'],
  ['a temperature too hot', { body: '{"prompt":"x","temperature":2.1}' }, 400, 'invalid_body'],
  ['a negative max_tokens', { body: '{"prompt":"x","max_tokens":-1}' }, 400, 'invalid_body'],
  ['metadata that is no text', { body: '{"prompt":"x","metadata":{"a":{"b":1}}}' }, 400, 'invalid_body'],
  ['a tool choice without tools', { body: '{"prompt":"x","tool_choice":"required"}' }, 400, 'invalid_body'],
  ['half a surrogate pair', { body: '{"prompt":"\\ud800"}' }, 400, 'invalid_body'],
  ['an unknown model', { body: `{"prompt":"${canary}","model":"nobody-serves-this"}` }, 404, 'unknown_model'],
  ['a body too large', { body: `{"prompt":"${canary.repeat(2000)}"}` }, 413, 'body_too_large'],
  ['a large body in chunks', { headers: chunked, body: chunk(canary.repeat(2000)) + chunk('') }, 413, 'body_too_large'],
];

const envelopes: Case[] = [
  ['no content type', { headers: { 'content-type': undefined }, body: prompt }, 415, 'unsupported_media_type'],
  ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: prompt }, 415, 'unsupported_media_type'],
  ['another charset', { headers: { 'content-type': 'application/json; charset=latin1' }, body: prompt }, 415, 'unsupported_media_type'],
  ['a compressed body', { headers: { 'content-encoding': 'gzip' }, body: prompt }, 415, 'unsupported_media_type'],
  ['a Content-Length that is no number', { headers: { 'content-length': 'some' }, body: prompt }, 400, 'invalid_request'],
  ['a negative Content-Length', { headers: { 'content-length': '-5' }, body: prompt }, 400, 'invalid_request'],
  ['two Content-Lengths', { headers: { 'content-length': '5', 'Content-Length': '6' }, body: prompt }, 400, 'invalid_request'],
  ['length and chunks at once', { headers: { 'transfer-encoding': 'chunked' }, body: chunk(prompt) }, 400, 'invalid_request'],
  ['a chunk of no size', { headers: chunked, body: `size\r\n${prompt}\r\n` }, 400, 'invalid_request'],
  ['a header with a line break in it', { headers: { 'x-odd': `a\n${canary}` }, body: prompt }, 400, 'invalid_request'],
  ['headers too large', { headers: { 'x-much': canary.repeat(1500) }, body: prompt }, 431, 'headers_too_large'],
  ['no HTTP at all', `${canary}\r\n\r\n`, 400, 'invalid_request'],
  ['a path with a broken escape', { method: 'GET', path: '/v1/tasks/%zz' }, 400, 'invalid_request'],
  ['a query nobody asked for', { path: `/v1/tasks?wait=${canary}`, body: prompt }, 400, 'invalid_query'],
  ['no key', { headers: { 'x-api-key': undefined }, body: prompt }, 401, 'missing_key'],
  ['a wrong key', { headers: { 'x-api-key': canary }, body: prompt }, 401, 'unknown_key'],
  ['two keys that differ', { headers: { authorization: `Bearer ${canary}` }, body: prompt }, 400, 'conflicting_keys'],
  ['a wrong key at /process', { path: '/process', headers: { 'x-api-key': canary }, body: prompt }, 403, 'invalid_key'],
  [
    'no key at /status',
    { method: 'GET', path: task.replace('/v1/tasks', '/status'), headers: { 'x-api-key': undefined } },
    403,
    'invalid_key',
  ],
  ['an id of nothing', { method: 'GET', path: task }, 404, 'unknown_task'],
  ['what is no id', { method: 'GET', path: `/v1/tasks/${canary}` }, 404, 'unknown_task'],
  ['a path of nothing', { method: 'GET', path: `/${canary}` }, 404, 'unknown_path'],
  ['another case of a path', { path: '/V1/Tasks', body: prompt }, 404, 'unknown_path'],
  ['a method of no use', { method: 'DELETE', path: '/v1/tasks' }, 405, 'method_not_allowed'],
];

describe('bad input over a real socket', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster({ workers: 0, env: { MILLRACE_BODY_LIMIT_BYTES: String(bodyLimit) } });
  });
  afterAll(() => cluster.stop());

  const send = (request: RawRequest | string) =>
    exchange(cluster.apis[0]?.address ?? '', typeof request === 'string' ? request : rawRequest(request));

  it.each([...bodies, ...envelopes])(
    '%s is answered with its problem, repeats nothing of what was sent, and changes nothing',
    async (_, request, status, code) => {
      const answer = await send(request);
      expect(answer).toMatchObject({ status, body: { status, code, type: `/docs/errors/${code}`, request_id: expect.any(String) } });
      expect(answer.head).toMatch(/content-type: application\/problem\+json/i);
      expect(answer.head + JSON.stringify(answer.body)).not.toContain(canary);
      expect(await cluster.store.keys('*task*')).toEqual([]);
    },
  );

  it('none of it comes near the log, and the api goes on', async () => {
    expect(cluster.logs()).not.toContain(canary);
    expect(cluster.logs()).not.toMatch(/"level":"error"/);
    expect((await send({ body: '{"prompt":"a good one"}' })).status).toBe(202);
  });
});
