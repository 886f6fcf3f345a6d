import { connect } from 'node:net';

/** Whether a server on a loopback port lets this password in and answers; false too while it still loads its data. */
export const ping = ({ port, password }) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let answer = '';
    const end = (alive) => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(1000, () => end(false));
    socket.once('error', () => end(false)).once('close', () => end(false));
    socket.on('data', (bytes) => {
      answer += bytes;
      if (answer.includes('+PONG')) end(true);
      else if (answer.includes('-')) end(false);
    });
    socket.write(`AUTH ${password}\r\nPING\r\n`);
  });
