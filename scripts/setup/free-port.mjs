import { once } from 'node:events';
import { createServer } from 'node:net';

const given = new Set();

/** A TCP port of the loopback address that is free now and was not given out before. */
export const freePort = async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  if (given.has(port)) return freePort();
  given.add(port);
  return port;
};
