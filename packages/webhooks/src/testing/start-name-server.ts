import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface NameServer {
  readonly address: string;
  close(): Promise<void>;
}

const typeA = 1;
const typeAaaa = 28;
const headerBytes = 12;

/** One record: a pointer to the name in the question, type, class IN, no time to live, the address. */
const record = (type: number, address: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xc0, headerBytes, 0, type, 0, 1, 0, 0, 0, 0, 0, address.length]), address]);

/** A name server (RFC 1035) that knows one IPv4 and one IPv6 address for every name, or for none. */
export const startNameServer = async ({ knows = true }: { readonly knows?: boolean } = {}): Promise<NameServer> => {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const endOfName = query.indexOf(0, headerBytes);
    const type = query.readUInt16BE(endOfName + 1);
    const answers: Readonly<Record<number, Buffer>> = {
      [typeA]: record(typeA, Buffer.from([192, 0, 2, 7])),
      [typeAaaa]: record(typeAaaa, Buffer.from('20010db8000000000000000000000007', 'hex')),
    };
    const header = Buffer.from(query.subarray(0, headerBytes));
    header.writeUInt16BE(knows ? 0x8180 : 0x8183, 2);
    header.writeUInt16BE(knows ? 1 : 0, 6);
    header.fill(0, 8);
    const question = query.subarray(headerBytes, endOfName + 5);
    socket.send(Buffer.concat([header, question, ...(knows ? [answers[type] ?? Buffer.alloc(0)] : [])]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
};
