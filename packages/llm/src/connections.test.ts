import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@millrace/testing';
import type { LlmClient } from './llm-client.js';
import { clientForTests, question } from './test-client.js';

let server: Server;
let baseUrl: string;
let client: LlmClient;
let opened = 0;
/** Ends the body of an answer whose last event has been sent. */
let afterDone: (end: () => void) => void;

beforeEach(async () => {
  opened = 0;
  afterDone = (end) => end();
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"choices":[{"delta":{"content":"x"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
    afterDone(() => response.end());
  });
  server.on('connection', () => {
    opened += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  client = clientForTests({ baseUrl, connections: 2 });
});
afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  server.close();
});

const noneOpen = () => new Promise<boolean>((resolve) => server.getConnections((_error, count) => resolve(count === 0)));

describe('the sockets of a client', () => {
  it('are used again, also when the end of a body comes after [DONE]', async () => {
    const narrow = clientForTests({ baseUrl, connections: 1 });
    const ends: (() => void)[] = [];
    afterDone = (end) => void ends.push(end);
    for (let call = 0; call < 3; call += 1) {
      expect(await narrow.complete(question)).toMatchObject({ kind: 'succeeded', text: 'x' });
      ends.pop()?.();
    }
    await narrow.close();
    expect(opened).toBe(1);
  });

  it('are closed when the body does not end after [DONE]', async () => {
    afterDone = () => {};
    expect(await client.complete(question)).toMatchObject({ kind: 'succeeded' });
    await eventually(noneOpen);
  });

  it('are never more than configured', async () => {
    await Promise.all(Array.from({ length: 6 }, () => client.complete(question)));
    expect(opened).toBe(2);
  });

  it('are all gone after close', async () => {
    await client.complete(question);
    await client.close();
    await eventually(noneOpen);
  });
});
