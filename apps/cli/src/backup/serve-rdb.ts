import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface ServeRdbOptions {
  /** An address of this machine that the server which is to load it can reach. */
  readonly host: string;
  readonly length: number;
  /** Whoever asks has to say it first: anybody can reach the port. */
  readonly secret: string;
  readonly open: () => AsyncIterable<Uint8Array>;
}

export interface RdbServer {
  readonly port: number;
  /** How often a snapshot was asked for; a server that asks twice could not load the first. */
  readonly asked: () => number;
  close(): void;
}

const replicationId = 'millrace'.padEnd(40, '0');

/** The commands in what a replica says; each is an array of strings. Of the arguments only a password and an ACK matter. */
const commandsIn = (text: string): string[] =>
  [...text.matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n(?:\$\d+\r\n(\w+)\r\n)?/g)].map(([, name = '', argument = '']) => {
    const command = name.toUpperCase();
    return command === 'AUTH' || argument.toUpperCase() === 'ACK' ? `${command} ${argument}` : command;
  });

/** Stands in for the master of a Redis, which loads what it is sent as a replica does: into memory and its append-only file, all or nothing. */
export const serveRdb = async ({ host, length, secret, open }: ServeRdbOptions): Promise<RdbServer> => {
  let asked = 0;
  const sockets = new Set<Socket>();
  const sendRdb = async (socket: Socket): Promise<void> => {
    asked += 1;
    socket.write(`+FULLRESYNC ${replicationId} 0\r\n$${length}\r\n`);
    await pipeline(Readable.from(open()), socket, { end: false });
  };
  const known = new WeakSet<Socket>();
  const answer = (socket: Socket, command: string): void => {
    if (command === `AUTH ${secret}`) known.add(socket);
    const refusal = '-NOAUTH Authentication required.\r\n';
    // A replica says PING before it says who it is.
    if (!known.has(socket)) command === 'PING' ? socket.write(refusal) : socket.end(refusal);
    else if (command === 'PING') socket.write('+PONG\r\n');
    else if (command.endsWith('SYNC')) sendRdb(socket).catch((error: Error) => socket.destroy(error));
    // It tells how far it has come, and wants no answer.
    else if (command !== 'REPLCONF ACK') socket.write('+OK\r\n');
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      for (const command of commandsIn(data.toString('latin1'))) answer(socket, command);
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked: () => asked,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};
