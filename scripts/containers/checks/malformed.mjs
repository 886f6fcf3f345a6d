import assert from 'node:assert/strict';
import { askRaw } from '../ask-raw.mjs';
import { readLines } from '../read-lines.mjs';

const long = 'x'.repeat(40_000);
const wrong = {
  'GET /v1/tasks/% HTTP/1.1': 400,
  'GET /v1/tasks/%00 HTTP/1.1': 400,
  'GET /admin/% HTTP/1.1': 400,
  'get / HTTP/1.1': 400,
  'CONNECT provider:443 HTTP/1.1': 400,
  'GET / HTTP/2.0': 400,
  [`GET /${long} HTTP/1.1`]: 431,
};
const codes = { 400: 'invalid_request', 405: 'method_not_allowed', 431: 'headers_too_large' };

/** What nginx cannot read gets the api's kind of answer; what is old but right is served; and the health checks of nginx leave no line. */
export const checkMalformed = async ({ stack, project: { address } }) => {
  const must = async (expected, line, headers = { Host: 'door' }) => {
    const { status, text } = await askRaw({ address, line, headers });
    assert.equal(status, expected, `${line.slice(0, 60)} answered ${status}: ${text.slice(0, 200)}`);
    if (codes[expected]) assert.equal(JSON.parse(text).code, codes[expected]);
  };
  for (const [line, status] of Object.entries(wrong)) await must(status, line);
  await must(400, 'GET / HTTP/1.1', {});
  await must(400, 'POST /v1/tasks HTTP/1.1', { Host: 'door', 'Transfer-Encoding': 'strange' });
  await must(431, 'GET / HTTP/1.1', { Host: 'door', 'X-Long': long });
  await must(405, 'TRACE / HTTP/1.1');
  await must(200, 'GET /openapi.json HTTP/1.0', {});
  const ofItself = (await readLines({ stack, service: 'nginx' })).filter((line) => line.address === '127.0.0.1');
  assert.deepEqual(ofItself, []);
};
