import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Cutter {
  readonly url: string;
  /** How many connections it has cut. */
  readonly cuts: () => number;
  /** From now on it cuts none. */
  relent(): void;
  close(): void;
}

export interface StartCutterOptions {
  /** Ports of the loopback address, taken in turn. */
  readonly targets: () => readonly number[];
  /** After so many bytes of what comes back a connection is cut. */
  readonly cutAfterBytes: () => number;
}

/** A proxy that spreads connections over several servers and cuts each after a while, in the middle of whatever it is. */
export const startCutter = async ({ targets, cutAfterBytes }: StartCutterOptions): Promise<Cutter> => {
  const sockets = new Set<Socket>();
  let [turn, cuts, relenting] = [0, 0, false];
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => {}).once('close', () => sockets.delete(socket));
  };
  const server = createServer((caller) => {
    const ports = targets();
    turn += 1;
    keep(caller);
    const behind = keep(connect(ports[turn % ports.length] ?? 0, '127.0.0.1'));
    let left = cutAfterBytes();
    behind.on('data', (bytes: Buffer) => {
      left -= bytes.length;
      if (left > 0 || relenting) return void caller.write(bytes);
      cuts += 1;
      caller.write(bytes.subarray(0, Math.max(0, bytes.length + left)), () => caller.destroy());
    });
    caller.pipe(behind);
    caller.once('close', () => behind.destroy());
    behind.once('close', () => caller.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: () => cuts,
    relent: () => {
      relenting = true;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
};
