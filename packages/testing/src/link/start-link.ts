import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createFlow } from './create-flow.js';
import type { LinkConduct } from './link-conduct.js';

/** A TCP proxy in front of one port, which does to the bytes that pass what it is told. */
export interface Link {
  readonly port: number;
  /** From now on, also for the connections there are. */
  become(conduct: LinkConduct): void;
  /** Resets every connection; new ones are taken. */
  reset(): void;
  /** From now on nothing passes on the connections there are, neither bytes nor their end, as when a cable is pulled; new ones work. */
  lose(): void;
  /** Cuts all connections and stops listening. */
  close(): void;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  lost: boolean;
}

/** Starts a link to a port of the loopback address that passes everything on at once. */
export const startLink = async (to: number): Promise<Link> => {
  const pairs = new Set<Pair>();
  let conduct: LinkConduct = {};

  const server = createServer({ noDelay: true }, (near) => {
    const pair: Pair = { near, far: connect({ port: to, host: '127.0.0.1', noDelay: true }), lost: false };
    pairs.add(pair);
    const current = (): LinkConduct & { readonly lost: boolean } => ({ ...conduct, lost: pair.lost });
    createFlow({ from: near, to: pair.far, way: 'there', current });
    createFlow({ from: pair.far, to: near, way: 'back', current });
    const end = (): void => {
      if (pair.lost) return;
      pairs.delete(pair);
      near.destroy();
      pair.far.destroy();
    };
    // Either side may be killed at any time.
    for (const socket of [near, pair.far]) socket.on('error', end).once('close', end);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const reset = (): void => {
    for (const pair of pairs) {
      pair.lost = false;
      pair.near.resetAndDestroy();
      pair.far.resetAndDestroy();
    }
    pairs.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    become: (next) => {
      const muted = conduct.mute && !next.mute;
      conduct = next;
      // What was swallowed is missing in the middle of what is said on these connections.
      if (muted) reset();
    },
    reset,
    lose: () => {
      for (const pair of pairs) pair.lost = true;
    },
    close: () => {
      server.close();
      reset();
    },
  };
};
