import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const sockets = new WeakSet<Duplex>();

/** The connections that may take longer than `requestTimeout` to bring their request, since somebody else watches over them. */
export const longUploads = {
  begin: ({ socket }: Pick<IncomingMessage, 'socket'>): void => void sockets.add(socket),
  end: ({ socket }: Pick<IncomingMessage, 'socket'>): void => void sockets.delete(socket),
  includes: (socket: Duplex): boolean => sockets.has(socket),
};
