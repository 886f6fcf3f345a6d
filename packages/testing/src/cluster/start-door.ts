import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A port of the loopback address that is taken from the start, so that nobody else gets it, with nobody behind it until it is opened. */
export interface Door {
  readonly port: number;
  /** From now on connections are passed on to this port. */
  open(to: number): void;
  /** Cuts all connections. */
  close(): void;
}

/** Starts a door that ends every connection at once until it is opened. */
export const startDoor = async (): Promise<Door> => {
  const sockets = new Set<Socket>();
  let target: number | undefined;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    // Either side may be killed at any time.
    return socket.on('error', () => {}).once('close', () => sockets.delete(socket));
  };
  const server = createServer((caller) => {
    keep(caller);
    if (target === undefined) return void caller.resetAndDestroy();
    const behind = keep(connect(target, '127.0.0.1'));
    caller.pipe(behind).pipe(caller);
    caller.once('close', () => behind.destroy());
    behind.once('close', () => caller.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    open: (to) => {
      target = to;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
};
