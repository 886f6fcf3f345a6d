import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { appUnderTest, key } from '../fakes/app-under-test.js';
import { createHttpServer, type HttpServer } from './http-server.js';

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const start = async () => {
  const under = appUnderTest({ bodyLimitBytes: 10_000_000 });
  const { app, telemetry } = under;
  const timeouts = { headersTimeout: 20, requestTimeout: 40, connectionsCheckingInterval: 5 };
  const leaving = new AbortController().signal;
  const server = createHttpServer({ app, host: '127.0.0.1', port: 0, graceMs: 30_000, telemetry, leaving, timeouts });
  servers.push(server);
  await server.start();
  return { ...under, port: Number(new URL(server.url()).port) };
};

const head = `POST /v1/tasks HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\nContent-Type: application/json\r\n`;

describe('a caller who sends slowly', () => {
  it.each([
    ['nothing', '', ''],
    ['half a head and no more', head, ''],
    ['a head without end, piece by piece', head, 'a'],
    ['half a body and no more', `${head}Content-Length: 1000\r\n\r\n{"prompt":"`, ''],
    ['a body piece by piece', `${head}Content-Length: 5000000\r\n\r\n`, ' '],
    ['chunks without end', `${head}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
  ])('%s is told that it took too long, and changes nothing', async (_what, first, piece) => {
    const { port, submissions, telemetry } = await start();
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    const answered = text(socket);
    let over = false;
    socket.once('close', () => {
      over = true;
    });
    socket.write(first);
    while (piece && !over && socket.writable) {
      socket.write(piece);
      await setImmediate();
    }
    const [answerHead = '', body = '{}'] = (await answered).split('\r\n\r\n');
    expect(answerHead).toMatch(/^HTTP\/1.1 4(08|31) /);
    expect(['request_timeout', 'headers_too_large']).toContain(JSON.parse(body).code);
    expect(submissions).toHaveLength(0);
    expect(telemetry.failures).toEqual([]);
  });
});
