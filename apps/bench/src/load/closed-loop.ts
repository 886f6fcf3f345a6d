import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Call } from '../systems/call.js';
import { prompt } from './prompts.js';
import { readAnswer } from './read-answer.js';

export interface ClosedLoopOptions {
  readonly call: Call;
  readonly connections: number;
  readonly requests: number;
  /** The number of the first prompt. */
  readonly firstPrompt: number;
}

const requestBytes = ({ origin, path, headers, body }: Call, number: number): Buffer => {
  const content = body(prompt(number));
  const fields = { host: new URL(origin).host, ...headers, 'content-length': Buffer.byteLength(content) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${content}`);
};

const open = async (origin: string): Promise<Socket> => {
  const { hostname, port } = new URL(origin);
  const socket = connect({ port: Number(port), host: hostname, noDelay: true });
  await once(socket, 'connect');
  return socket;
};

/** Sends what `next` gives over one connection, each as soon as the last was answered, until there is no more. */
const sendAll = (socket: Socket, next: () => Buffer | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const send = (): void => {
      const request = next();
      if (request) socket.write(request);
      else resolve();
    };
    const take = (bytes: Buffer): void => {
      received = received.length === 0 ? bytes : Buffer.concat([received, bytes]);
      const answer = readAnswer(received);
      if (!answer) return;
      if (answer.status !== 202) throw new Error(`a submission was answered ${answer.status}: ${answer.body}`);
      received = Buffer.alloc(0);
      send();
    };
    socket.on('data', (bytes) => {
      try {
        take(bytes);
      } catch (error) {
        reject(error);
      }
    });
    socket.once('error', reject).once('close', () => reject(new Error('the api closed a connection')));
    send();
  });

/**
 * Submits over so many connections at once, all opened and all requests prepared before the first is sent, and gives back how long that took,
 * in milliseconds. Throws when one is not accepted. Ready-made bytes over plain sockets, because this client shares the machine with
 * what it measures: an HTTP client in JavaScript takes two to three times the CPU, which would be missing on the other side.
 */
export const closedLoop = async ({ call, connections, requests, firstPrompt }: ClosedLoopOptions): Promise<number> => {
  const prepared = Array.from({ length: requests }, (_, index) => requestBytes(call, firstPrompt + index)).values();
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(call.origin)));
  const startMs = performance.now();
  try {
    await Promise.all(sockets.map((socket) => sendAll(socket, () => prepared.next().value)));
    return performance.now() - startMs;
  } finally {
    for (const socket of sockets) socket.destroy();
  }
};
