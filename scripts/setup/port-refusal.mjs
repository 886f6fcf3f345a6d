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
