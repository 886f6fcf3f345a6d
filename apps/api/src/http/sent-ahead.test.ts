import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createGate } from '@millrace/testing';
import { type AppUnderTestOptions, appUnderTest } from '../fakes/app-under-test.js';
import { createHttpServer, type HttpServer } from './http-server.js';

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const leaving = new AbortController().signal;

const start = async (options: AppUnderTestOptions = {}) => {
  const { app, telemetry } = appUnderTest(options);
  const server = createHttpServer({ app, host: '127.0.0.1', port: 0, graceMs: 30_000, telemetry, leaving });
  servers.push(server);
  await server.start();
  return { server, port: Number(new URL(server.url()).port) };
};

const raw = async (port: number, bytes: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
};

describe('requests that are sent ahead', () => {
  const ask = (path: string, extra = ''): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n${extra}\r\n`;
  const last = 'Connection: close\r\n';

  /** An api whose readiness is told once it is let; what was asked and told so far stands in its story. */
  const startGated = async () => {
    const [asked, released] = [createGate(), createGate()];
    const story: string[] = [];
    const readiness = async () => {
      story.push('asked');
      asked.open();
      await released.opened;
      return { status: 'ok' as const, checks: {} };
    };
    return { ...(await start({ services: { readiness } })), asked, released, story };
  };

  it('are served one after another', async () => {
    const { port, asked, released, story } = await startGated();
    const answered = raw(port, ask('/readyz').repeat(19) + ask('/readyz', last));
    await asked.opened;
    await raw(port, ask('/livez', last));
    expect(story).toHaveLength(1);
    released.open();
    expect((await answered).match(/HTTP\/1.1 200 /g)).toHaveLength(20);
    expect(story).toHaveLength(20);
  });

  it('are not served once their caller has left', async () => {
    const { port, server, asked, released, story } = await startGated();
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.write(ask('/readyz').repeat(20));
    await asked.opened;
    socket.destroy();
    const stopped = server.stop();
    await stopped;
    released.open();
    expect(story).toHaveLength(1);
  });

  it('are not served after one that ends the connection', async () => {
    const { port, story, released } = await startGated();
    released.open();
    expect((await raw(port, ask('/livez', last) + ask('/readyz').repeat(3))).match(/HTTP\/1.1 /g)).toHaveLength(1);
    expect(story).toEqual([]);
  });

  it('are answered a thousand times, then the connection ends', async () => {
    const { port } = await start();
    expect((await raw(port, ask('/livez').repeat(1_500))).match(/HTTP\/1.1 200 /g)).toHaveLength(1_000);
  });

  it('are answered before the nonsense that follows is', async () => {
    const { port, asked, released } = await startGated();
    const answered = raw(port, `${ask('/readyz')}nonsense\r\n\r\n`);
    await asked.opened;
    await raw(port, ask('/livez', last));
    released.open();
    expect((await answered).match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
  });
});

describe('a large answer that nobody takes', () => {
  it('ends with its connection', async () => {
    const left = createGate();
    const app = (_request: IncomingMessage, response: ServerResponse): void => {
      response.once('close', left.open).end(Buffer.alloc(50_000_000));
    };
    const server = createHttpServer({
      app,
      host: '127.0.0.1',
      port: 0,
      graceMs: 1,
      takenWithinMs: 1,
      telemetry: appUnderTest().telemetry,
      leaving,
    });
    servers.push(server);
    await server.start();
    const socket = connect(Number(new URL(server.url()).port), '127.0.0.1').on('error', () => {});
    socket.pause().write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await left.opened;
    socket.destroy();
  });
});
