import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Log } from '../log/log.js';
import { createOpsServer, type OpsServer, type OpsServerOptions } from './create-ops-server.js';

const started: OpsServer[] = [];
afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())));

const setUp = async (options: Partial<OpsServerOptions> = {}) => {
  const logged: string[] = [];
  const say = (event: string) => void logged.push(event);
  const log: Log = { error: say, warn: say, info: say, debug: say };
  const server = createOpsServer({
    host: '127.0.0.1',
    port: 0,
    log,
    metrics: { render: async () => 'up 1\n', contentType: 'text/plain; version=0.0.4; charset=utf-8' },
    live: () => ({ ok: true }),
    ready: () => ({ ok: true }),
    ...options,
  });
  started.push(server);
  await server.start();
  const get = (path: string, method = 'GET') => fetch(`${server.url()}${path}`, { method });
  return { server, get, logged };
};

describe('createOpsServer', () => {
  it('serves the metrics with the content type Prometheus wants', async () => {
    const { get } = await setUp();
    const response = await get('/metrics?x=1');
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
      'up 1\n',
    ]);
  });

  it('answers the probes 200, and 503 with the reason when it is not so', async () => {
    const { get } = await setUp({ ready: async () => ({ ok: false, reason: 'Redis does not answer' }) });
    expect((await get('/livez')).status).toBe(200);
    const ready = await get('/readyz');
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'unavailable', reason: 'Redis does not answer' }]);
  });

  it('answers HEAD without a body, other methods 405, other paths 404', async () => {
    const { get } = await setUp();
    const head = await get('/livez', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
    const post = await get('/metrics', 'POST');
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await get('/')).status).toBe(404);
  });

  it('answers 500 without the reason, and logs it, when something throws', async () => {
    const { get, logged } = await setUp({ live: () => Promise.reject(new Error('CANARY')) });
    const response = await get('/livez');
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(logged).toEqual(['ops_request_failed']);
  });

  it('takes no head larger than a probe needs, and no more connections than probes open', async () => {
    const { server, get } = await setUp();
    const { hostname, port } = new URL(server.url());
    expect((await fetch(`${server.url()}/livez`, { headers: { 'x-much': 'x'.repeat(9_000) } })).status).toBe(431);
    const idle = Array.from({ length: 150 }, () => connect(Number(port), hostname).on('error', () => {}));
    const closed = idle.map((socket) => new Promise<void>((resolve) => socket.resume().once('close', () => resolve())));
    let dropped = 0;
    const enough = Promise.withResolvers<void>();
    for (const each of closed) {
      void each.then(() => {
        dropped += 1;
        if (dropped === 50) enough.resolve();
      });
    }
    await enough.promise;
    for (const socket of idle) socket.destroy();
    await Promise.all(closed);
    expect((await get('/livez')).status).toBe(200);
  });

  it('stops although a connection is open, and can be stopped twice', async () => {
    const { server, get } = await setUp();
    await get('/livez');
    const url = server.url();
    await server.stop();
    await server.stop();
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
    expect(() => server.url()).toThrow('not listening');
  });

  it('fails to start on a port that is taken, naming it', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(setUp({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    await new Promise((resolve) => taken.close(resolve));
  });
});
