import { once } from 'node:events';
import { Agent, type ClientRequest, createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createGate } from '@millrace/testing';
import { type AppUnderTestOptions, appUnderTest, key } from '../fakes/app-under-test.js';
import { createHttpServer, type HttpServer } from './http-server.js';

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const start = async (options: AppUnderTestOptions = {}, graceMs = 30_000) => {
  const under = appUnderTest(options);
  const { app, telemetry } = under;
  const leaving = new AbortController();
  const server = createHttpServer({ app, host: '127.0.0.1', port: 0, graceMs, telemetry, leaving: leaving.signal });
  servers.push(server);
  await server.start();
  return { ...under, server, leave: () => leaving.abort(), port: Number(new URL(server.url()).port) };
};

/** Sends raw bytes and returns all that comes back until the server closes. */
const raw = async (port: number, bytes: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
};

/** Asks to tunnel, over a connection that stays open on this side until the test is through with it. */
const openTunnel = async (port: number): Promise<Socket> => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write('CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n');
  return socket;
};

const answerOf = async (sent: ClientRequest) => {
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(await text(answer)) };
};

const submitHeaders = { 'x-api-key': key, 'content-type': 'application/json' };

describe('what is no HTTP request', () => {
  it.each([
    ['nonsense', 'nonsense\r\n\r\n', 400, 'invalid_request'],
    ['a method nobody knows', 'BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'invalid_request'],
    ['two lengths', 'POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n', 400, 'invalid_request'],
    ['length and chunks', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n', 400, 'invalid_request'],
    ['a request to tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n', 405, 'method_not_allowed'],
    ['a request without a host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'invalid_request'],
    ['a request about nothing', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 404, 'unknown_path'],
    ['a very long URL', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'headers_too_large'],
    ['more headers than are read', `GET /livez HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(100)}\r\n`, 431, 'headers_too_large'],
    ['a hundred thousand headers', `GET /livez HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(100_000)}\r\n`, 431, 'headers_too_large'],
    ['a very long header', `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
  ])('%s is answered with a problem', async (_name, bytes, status, code) => {
    const { port } = await start();
    const answer = await raw(port, bytes);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/content-type: application\/problem\+json/);
    expect(head).toMatch(/x-request-id: [0-9a-f-]{36}/);
    expect(JSON.parse(body)).toMatchObject({ code, status, type: `/docs/errors/${code}` });
  });

  it('does no harm as a tunnel that is asked for and reset at once', async () => {
    const { port } = await start();
    for (let round = 0; round < 5; round += 1) (await openTunnel(port)).resetAndDestroy();
    expect(await raw(port, 'GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
  });

  it('does not keep the server from stopping as a tunnel whose caller holds on', async () => {
    const { port, server } = await start();
    const socket = await openTunnel(port);
    socket.resume();
    await once(socket, 'end');
    await server.stop();
    socket.destroy();
  });
});

describe('an odd request that can be served', () => {
  it.each([
    ['HTTP/1.0 without a host', 'GET /livez HTTP/1.0\r\n\r\n'],
    ['the whole URL in the request line', 'GET http://x/livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['an expectation nobody knows', 'GET /livez HTTP/1.1\r\nHost: x\r\nExpect: cake\r\nConnection: close\r\n\r\n'],
    ['an upgrade', 'GET /livez HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n'],
  ])('%s is served', async (_name, bytes) => {
    const { port } = await start();
    expect(await raw(port, bytes)).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('a body that is too large', () => {
  it('is refused by its announced length, before it is sent', async () => {
    const { port, submissions } = await start({ bodyLimitBytes: 1000 });
    const sent = request({ port, path: '/v1/tasks', method: 'POST', headers: { ...submitHeaders, 'content-length': 5000 } });
    sent.flushHeaders();
    const { status, headers, body } = await answerOf(sent);
    sent.destroy();
    expect({ status, connection: headers.connection, code: body.code }).toEqual({
      status: 413,
      connection: 'close',
      code: 'body_too_large',
    });
    expect(submissions).toHaveLength(0);
  });

  it('is refused while it comes, and the answer reaches a caller who reads only after having sent everything', async () => {
    const { port } = await start({ bodyLimitBytes: 1000 });
    const socket = connect(port, '127.0.0.1').pause();
    const head = `POST /v1/tasks HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `2710\r\n${'x'.repeat(10_000)}\r\n`;
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.write(head);
      socket.write(`${chunk.repeat(2_000)}0\r\n\r\n`, () => resolve());
    });
    expect(await text(socket)).toMatch(/^HTTP\/1.1 413 /);
  });

  it('is refused although its announced length lies', async () => {
    const { port, submissions } = await start({ bodyLimitBytes: 1000 });
    const head = `POST /v1/tasks HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\nContent-Type: application/json\r\n`;
    const answer = await raw(port, `${head}Content-Length: 5\r\nConnection: close\r\n\r\n${'x'.repeat(5000)}`);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(submissions).toHaveLength(0);
  });
});

describe('a request that breaks off', () => {
  it('leaves no failure behind and changes nothing', async () => {
    const { port, submissions, telemetry, server } = await start();
    const sent = request({ port, path: '/v1/tasks', method: 'POST', headers: { ...submitHeaders, 'content-length': 100 } });
    sent.on('error', () => {}).write('{"prompt":');
    await once(sent, 'socket');
    await new Promise((resolve) => sent.write('"x', resolve));
    sent.destroy();
    await server.stop();
    expect(submissions).toHaveLength(0);
    expect(telemetry.failures).toEqual([]);
  });
});

describe('stopping the server', () => {
  it('is preceded by answers that end their connections', async () => {
    const { port, leave } = await start();
    const agent = new Agent({ keepAlive: true });
    const ask = () => answerOf(request({ port, path: '/livez', agent }).end());
    expect((await ask()).headers.connection).toBe('keep-alive');
    leave();
    expect(await ask()).toMatchObject({ status: 200, headers: { connection: 'close' } });
    agent.destroy();
  });

  it('answers what runs, closes kept connections, and takes no new ones', async () => {
    const asked = createGate();
    const released = createGate();
    const { port, server } = await start({
      services: {
        readiness: async () => {
          asked.open();
          await released.opened;
          return { status: 'ok', checks: {} };
        },
      },
    });
    const agent = new Agent({ keepAlive: true });
    expect((await answerOf(request({ port, path: '/livez', agent }).end())).status).toBe(200);
    const running = answerOf(request({ port, path: '/readyz' }).end());
    await asked.opened;
    const stopped = server.stop();
    await expect(answerOf(request({ port, path: '/livez' }).end())).rejects.toThrow('ECONNREFUSED');
    released.open();
    expect((await running).status).toBe(200);
    await stopped;
    agent.destroy();
  });

  it('ends what is not answered within the grace', async () => {
    const asked = createGate();
    const { port, server } = await start(
      {
        services: {
          readiness: () => {
            asked.open();
            return new Promise(() => {});
          },
        },
      },
      1,
    );
    const cut = answerOf(request({ port, path: '/readyz' }).end());
    cut.catch(() => {});
    await asked.opened;
    await server.stop();
    await expect(cut).rejects.toThrow('socket hang up');
  });

  it('is safe twice, and before it was started', async () => {
    const { server } = await start();
    await server.stop();
    await server.stop();
  });
});

describe('a port that is taken', () => {
  it('is named', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { app, telemetry } = appUnderTest();
    const server = createHttpServer({ app, host: '127.0.0.1', port, graceMs: 1, telemetry, leaving: new AbortController().signal });
    const starting = server.start().finally(() => other.close());
    await expect(starting).rejects.toThrow(`Another program listens on 127.0.0.1:${port}; choose another PORT.`);
  });
});
