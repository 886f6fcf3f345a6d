import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether a port of the address can be listened on: undefined if so, else the error's code, such as EADDRINUSE. */
export const portRefusal = async (port, host = '127.0.0.1') => {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return error.code;
  } finally {
    server.close();
  }
};

/** A TCP port of the loopback address that is free now and was not given out before. */
const given = new Set();
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
