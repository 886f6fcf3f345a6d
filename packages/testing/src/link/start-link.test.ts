import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Link, startLink } from './start-link.js';

let server: Server;
let link: Link;
let served: Buffer[];
const sockets: Socket[] = [];

const call = async (): Promise<Socket> => {
  const socket = connect(link.port, '127.0.0.1').on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
};
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

const answered = async (socket: Socket, text: string): Promise<string> => {
  socket.write(text);
  const [answer] = await once(socket, 'data');
  return String(answer);
};

beforeEach(async () => {
  served = [];
  server = createServer((socket) => {
    sockets.push(socket);
    socket
      .on('error', () => {})
      .on('data', (bytes) => {
        served.push(bytes);
        socket.write(`got ${bytes}`);
      });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  link = await startLink((server.address() as AddressInfo).port);
});
afterEach(() => {
  link.close();
  server.close();
  for (const socket of sockets.splice(0)) socket.destroy();
});

describe('a link', () => {
  it('passes bytes on, and the end of a connection', async () => {
    const socket = await call();
    expect(await answered(socket, 'one')).toBe('got one');
    socket.destroy();
    await closed(sockets.at(-1) as Socket);
  });

  it('lets bytes arrive late and in their order', async () => {
    link.become({ delayMs: 30, bytesPerSecond: 1000 });
    const socket = await call();
    socket.write('first ');
    socket.write('second');
    while (Buffer.concat(served).length < 'first second'.length) await once(socket, 'data');
    expect(Buffer.concat(served).toString()).toBe('first second');
  });

  it('swallows answers to what is executed, and cuts the connection afterwards', async () => {
    const socket = await call();
    link.become({ mute: 'back' });
    socket.on('data', () => expect('an answer').toBe('swallowed'));
    socket.write('do it');
    while (served.length === 0) await new Promise(setImmediate);
    link.become({});
    await closed(socket);
    expect(Buffer.concat(served).toString()).toBe('do it');
  });

  it('loses connections without a word, while new ones work', async () => {
    const socket = await call();
    await answered(socket, 'hello');
    link.lose();
    socket.on('data', () => expect('a byte').toBe('lost'));
    socket.write('anybody there?');
    expect(await answered(await call(), 'new')).toBe('got new');
    expect(socket.destroyed).toBe(false);
  });

  it('resets connections', async () => {
    const socket = await call();
    await answered(socket, 'hello');
    link.reset();
    await closed(socket);
  });
});
