import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { key } from '../../fakes/app-under-test.js';
import { bulkPath, bulkUnderTest } from '../../fakes/bulk.js';
import { createHttpServer, type HttpServer } from '../../http/http-server.js';

const servers: HttpServer[] = [];
const sent: ClientRequest[] = [];
afterEach(async () => {
  for (const each of sent.splice(0)) each.destroy();
  for (const server of servers.splice(0)) await server.stop();
});

describe('POST /v1/tasks/bulk is refused as a whole', () => {
  it.each([
    ['no tasks', '[]', 'invalid_body'],
    ['more than a thousand tasks', JSON.stringify(Array.from({ length: 1001 }, () => ({ prompt: 'a' }))), 'invalid_body'],
    ['no array', '{"prompt":"a"}', 'invalid_body'],
    ['broken JSON', '[{"prompt":"a"},', 'invalid_json'],
  ])('with %s', async (_what, body, code) => {
    const { post, submissions } = bulkUnderTest();
    const answer = await post(bulkPath, body).expect(400);
    expect(answer.body.code).toBe(code);
    expect(submissions).toHaveLength(0);
  });

  it('with a content type that is neither, naming both', async () => {
    const answer = await bulkUnderTest().post(bulkPath, '{}').type('text/csv').expect(415);
    expect(answer.body.detail).toMatch(/application\/json.*application\/x-ndjson/);
  });

  it('as compressed lines', async () => {
    await bulkUnderTest().post(bulkPath, '{}').type('application/x-ndjson').set('content-encoding', 'gzip').expect(415);
  });

  it('with an Idempotency-Key that cannot be', async () => {
    const { post, submissions } = bulkUnderTest();
    const answer = await post(bulkPath, '{"prompt":"a"}\n').type('application/x-ndjson').set('idempotency-key', 'a b').expect(400);
    expect(answer.body.code).toBe('invalid_header');
    expect(submissions).toHaveLength(0);
  });

  it('when its key holds as many requests open as it may', async () => {
    const { post } = bulkUnderTest({ services: { maxOpenRequestsPerKey: 0 } });
    expect((await post(bulkPath, [{ prompt: 'a' }]).expect(429)).body.code).toBe('too_many_open_requests');
  });

  it('as the fifth array of its key at once, before any of it is read', async () => {
    const { app, telemetry, submissions } = bulkUnderTest();
    const server = createHttpServer({ app, host: '127.0.0.1', port: 0, graceMs: 100, telemetry, leaving: new AbortController().signal });
    servers.push(server);
    await server.start();
    const headers = { 'x-api-key': key, 'content-type': 'application/json', 'content-length': '1000' };
    const begin = (): ClientRequest => {
      const each = request(server.url() + bulkPath, { method: 'POST', headers });
      each.on('error', () => {}).flushHeaders();
      sent.push(each);
      return each;
    };
    // None of them ever brings its body: the one that is answered is answered without.
    const [answer] = (await Promise.race(Array.from({ length: 5 }, () => once(begin(), 'response')))) as [IncomingMessage];
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '5']);
    expect(telemetry.refusals).toEqual(['open_requests']);
    expect(submissions).toHaveLength(0);
  });
});
