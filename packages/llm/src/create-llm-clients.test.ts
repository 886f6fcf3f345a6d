import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@millrace/testing';
import { createLlmClients, type LlmClients } from './create-llm-clients.js';
import type { LlmDeployment } from './llm-deployment.js';
import { question } from './test-client.js';

let server: Server;
let clients: LlmClients;
let described: LlmDeployment;
/** Those open. */
let sockets: Set<Socket>;
let opened = 0;
/** Ends the answers that a test holds back. */
let held: (() => void)[];
let hold = false;

const finish = 'data: {"choices":[{"delta":{"content":"x"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

beforeEach(async () => {
  const open = new Set<Socket>();
  sockets = open;
  held = [];
  opened = 0;
  hold = false;
  server = createServer((request, response) => {
    request.resume();
    const answer = () => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(finish);
    if (hold) held.push(answer);
    else answer();
  });
  server.on('connection', (socket: Socket) => {
    opened += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  clients = createLlmClients({ connections: () => 4 });
  described = {
    deployment: 'a',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    query: { 'api-version': '1' },
    apiKey: 'sk-one',
    maxTokensParameter: 'max_tokens',
    unsupportedParameters: ['seed'],
    defaultMaxTokens: 10,
    timeouts: { connectMs: 60_000, firstByteMs: 60_000, idleMs: 60_000, totalMs: 60_000 },
  };
});
afterEach(async () => {
  await clients.close();
  server.closeAllConnections();
  server.close();
});

const ask = (deployment: LlmDeployment) => clients.of(deployment).complete(question);
/** With more, a call may get a new socket because the one before it is not quite done with its own. */
const oneSocket = () => {
  clients = createLlmClients({ connections: () => 1 });
  return clients;
};
const answered = { kind: 'succeeded', text: 'x' };
const arrived = (count: number) => eventually(() => held.length === count);

describe('the clients of a worker', () => {
  it('open nothing before the first call, and keep the socket for the next', async () => {
    const client = oneSocket().of(described);
    expect([client.deployment, opened]).toEqual(['a', 0]);
    expect([await client.complete(question), await client.complete(question), opened]).toMatchObject([answered, answered, 1]);
  });

  it('keep their pool when the description is read anew and says the same', async () => {
    oneSocket();
    await ask(described);
    const again = { ...structuredClone(described), upstreamModel: undefined };
    clients.keepOnly([again]);
    expect([await ask(again), opened]).toMatchObject([answered, 1]);
    expect(clients.of(again)).toBe(clients.of(described));
  });

  it.each<[string, Partial<LlmDeployment>]>([
    ['secret', { apiKey: 'sk-two' }],
    ['query', { query: { 'api-version': '2' } }],
    ['timeout', { timeouts: { connectMs: 1, firstByteMs: 60_000, idleMs: 60_000, totalMs: 60_000 } }],
    ['upstream model', { upstreamModel: 'm' }],
    ['unsupported parameter', { unsupportedParameters: ['seed', 'stop'] }],
    ['name', { deployment: 'b' }],
  ])('change with the %s, and close the old pool when nothing is under way', async (_name, change) => {
    await ask(described);
    const [before] = sockets;
    const changed = { ...described, ...change };
    expect(clients.of(changed)).not.toBe(clients.of(described));
    clients.keepOnly([changed]);
    await eventually(() => before?.closed === true);
    // A new socket, whether or not it connects in the one millisecond that one of them allows.
    await ask(changed);
    expect(opened).toBe(2);
  });

  it('let calls end that a reload overtakes, and close their sockets after the last', async () => {
    hold = true;
    const calls = [ask(described), ask(described)];
    await arrived(2);
    clients.keepOnly([]);
    held[0]?.();
    expect(await calls[0]).toMatchObject(answered);
    expect(sockets.size).toBe(2);
    held[1]?.();
    expect(await calls[1]).toMatchObject(answered);
    await eventually(() => sockets.size === 0);
  });

  it('work when they were handed out before a reload and are asked after it', async () => {
    const early = clients.of(described);
    await early.complete(question);
    clients.keepOnly([]);
    expect(await early.complete(question)).toMatchObject(answered);
  });

  it('survive a hundred reloads under way, without a lost call or a socket left behind', async () => {
    const calls = Array.from({ length: 100 }, (_none, round) => {
      const deployment = { ...described, apiKey: `sk-${round}` };
      const call = ask(deployment);
      clients.keepOnly([deployment]);
      return call;
    });
    for (const outcome of await Promise.all(calls)) expect(outcome).toMatchObject(answered);
    await eventually(() => sockets.size <= 1);
  });

  it('fail what runs and what comes when all is closed', async () => {
    hold = true;
    const [kept, old] = [ask(described), ask({ ...described, apiKey: 'sk-old' })];
    await arrived(2);
    clients.keepOnly([described]);
    await Promise.all([clients.close(), clients.close()]);
    expect(await Promise.all([kept, old, ask(described)])).toMatchObject(Array(3).fill({ kind: 'failed' }));
    await eventually(() => sockets.size === 0);
  });
});
