import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RdbServer, serveRdb } from './serve-rdb.js';

const rdb = Buffer.from('REDIS0011 all there is');
let server: RdbServer;
let socket: Socket;
beforeEach(async () => {
  server = await serveRdb({
    host: '127.0.0.1',
    length: rdb.length,
    secret: 'thesecret',
    open: async function* () {
      yield rdb;
    },
  });
  socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
});
afterEach(() => {
  socket.destroy();
  server.close();
});

const command = (...words: readonly string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;

/** What was said by the time that `wanted` was, or that the connection ended. */
const said = async (wanted: string): Promise<string> => {
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    if (text.includes(wanted)) break;
  }
  return text;
};

describe('what stands in for a master', () => {
  it.each([
    ['no password', command('PSYNC', '?', '-1')],
    ['a wrong one', command('AUTH', 'another') + command('PSYNC', '?', '-1')],
  ])('gives nothing to whoever says %s', async (_words, asked) => {
    socket.write(asked);
    expect(await said('never')).toMatch(/^(-NOAUTH Authentication required\.\r\n)+$/);
    expect(server.asked()).toBe(0);
  });

  it('gives all of it to a replica that says the secret', async () => {
    socket.write(command('AUTH', 'thesecret') + command('PING') + command('REPLCONF', 'capa', 'eof') + command('PSYNC', '?', '-1'));
    const text = await said('all there is');
    expect(text).toContain('+OK\r\n+PONG\r\n+OK\r\n+FULLRESYNC ');
    expect(text.endsWith(`$${rdb.length}\r\n${rdb}`)).toBe(true);
  });
});
