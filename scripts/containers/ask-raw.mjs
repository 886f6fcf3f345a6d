import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

const patienceMs = 30_000;

/** Sends a request as it is written, which `fetch` would put in order first: `{ status, text }`; rejects when no answer comes. */
export const askRaw = async ({ address, line, headers = {} }) => {
  const { hostname, port } = new URL(address);
  const socket = connect({ host: hostname, port, signal: AbortSignal.timeout(patienceMs) });
  const fields = Object.entries({ ...headers, Connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${line}\r\n${fields.join('')}\r\n`);
  const answer = await text(socket);
  const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(answer)?.[1]);
  if (!status) throw new Error(`no answer to ${line.slice(0, 60)}: ${answer.slice(0, 100)}`);
  return { status, text: answer.slice(answer.indexOf('\r\n\r\n') + 4) };
};
