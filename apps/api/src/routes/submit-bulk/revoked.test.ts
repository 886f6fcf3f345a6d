import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createGate } from '@millrace/testing';
import { bulkPath, bulkUnderTest, readOutcomes } from '../../fakes/bulk.js';
import { createHttpServer, type HttpServer } from '../../http/http-server.js';

const caller = { keyId: '9f86d081', tenant: 'acme', scopes: ['tasks'], stored: true } as const;
const headers = { 'x-api-key': 'mr_9f86d081_secret' };
const line = '{"prompt":"one"}\n';

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const begin = async (type: string) => {
  const revoked = new AbortController();
  const [held, asked, released] = [createGate(), createGate(), createGate()];
  const { app, telemetry } = bulkUnderTest({
    services: {
      environmentKey: () => undefined,
      storedKey: async () => caller,
      keyWatch: {
        hold: () => {
          held.open();
          return { signal: revoked.signal, leave: () => {} };
        },
      },
      submitBulk: async () => {
        asked.open();
        await released.opened;
        return { kind: 'replayed', id: 'task_1' };
      },
    },
  });
  const server = createHttpServer({ app, host: '127.0.0.1', port: 0, graceMs: 100, telemetry, leaving: new AbortController().signal });
  servers.push(server);
  await server.start();
  const sent = request(server.url() + bulkPath, { method: 'POST', headers: { ...headers, 'content-type': type } });
  sent.on('error', () => {}).flushHeaders();
  const told = once(sent, 'response').then(async ([response]) => ({
    status: (response as IncomingMessage).statusCode,
    body: await text(response as IncomingMessage),
  }));
  return { sent, told, revoked, held, asked, released };
};

describe('an upload whose key is revoked', () => {
  it('of lines is told all that came of it, and that the key is unknown by now', async () => {
    const { sent, told, revoked, asked, released } = await begin('application/x-ndjson');
    sent.write(line);
    await asked.opened;
    revoked.abort();
    released.open();
    const { outcomes, summary } = readOutcomes((await told).body);
    expect(outcomes).toEqual([{ line: 1, status: 200, id: 'task_1', replayed: true }]);
    expect(summary).toMatchObject({ replayed: 1, complete: false, problem: { code: 'unknown_key', status: 401 } });
  });

  it('of lines ends in the middle of a line, without waiting for the rest', async () => {
    const { sent, told, revoked, asked, released } = await begin('application/x-ndjson');
    released.open();
    sent.write(`${line}{"prompt":"tw`);
    await asked.opened;
    revoked.abort();
    const { summary } = readOutcomes((await told).body);
    expect(summary).toMatchObject({ complete: false, problem: { code: 'unknown_key' } });
  });

  it('of an array is told what was stored', async () => {
    const { sent, told, revoked, asked, released } = await begin('application/json');
    sent.end('[{"prompt":"one"}]');
    await asked.opened;
    revoked.abort();
    released.open();
    const { status, body } = await told;
    expect([status, JSON.parse(body)]).toMatchObject([200, { replayed: 1, data: [{ line: 1, id: 'task_1' }] }]);
  });

  it('of an array is answered 401 when nothing was stored yet', async () => {
    const { sent, told, revoked, held } = await begin('application/json');
    sent.write('[{"prompt":');
    await held.opened;
    revoked.abort();
    sent.end('"one"}]');
    const { status, body } = await told;
    expect([status, JSON.parse(body)]).toMatchObject([401, { code: 'unknown_key' }]);
  });
});
