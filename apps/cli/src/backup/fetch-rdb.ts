import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** All that a Redis held at one moment, in the format of its own snapshots (RDB). */
export interface FetchedRdb {
  readonly length: number;
  readonly bytes: AsyncIterable<Buffer>;
}

const patienceMs = 60_000;

const open = (url: URL): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const where = { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port || 6379) };
    const socket: Socket =
      url.protocol === 'rediss:'
        ? connectTls({ ...where, servername: where.host }, () => resolve(socket))
        : connectPlain(where, () => resolve(socket));
    socket.setTimeout(patienceMs, () => socket.destroy(new Error(`Redis said nothing for ${patienceMs / 1000} seconds`)));
    socket.once('error', reject);
  });

const asCommand = (...args: readonly string[]): string =>
  `*${args.length}\r\n${args.map((arg) => `$${Buffer.byteLength(arg)}\r\n${arg}\r\n`).join('')}`;

const createReader = (socket: Socket) => {
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  const next = async (): Promise<Buffer> => {
    const { value, done } = await chunks.next();
    if (done) throw new Error('Redis ended the connection');
    return value;
  };
  return {
    /** Without its end; empty lines, by which a server says that it is still at work, are none. */
    async line(): Promise<string> {
      for (;;) {
        const text = rest.toString('latin1').replace(/^\n+/, '');
        const end = text.indexOf('\r\n');
        if (end >= 0) {
          rest = Buffer.from(text.slice(end + 2), 'latin1');
          return text.slice(0, end);
        }
        rest = Buffer.concat([rest, await next()]);
      }
    },
    async *bytes(length: number): AsyncGenerator<Buffer> {
      for (let left = length; left > 0; ) {
        const chunk = rest.length > 0 ? rest : await next();
        rest = chunk.subarray(left);
        const taken = chunk.subarray(0, left);
        left -= taken.length;
        yield taken;
      }
    },
  };
};

/** Asks a Redis for a snapshot of everything, as a replica would, and gives it to `use`; the server goes on serving others. Throws what Redis said against it. */
export const fetchRdb = async <Outcome>(redisUrl: string, use: (rdb: FetchedRdb) => Promise<Outcome>): Promise<Outcome> => {
  const url = new URL(redisUrl);
  const socket = await open(url);
  try {
    const reader = createReader(socket);
    const ask = async (...args: readonly string[]): Promise<string> => {
      socket.write(asCommand(...args));
      return reader.line();
    };
    const must = async (...args: readonly string[]): Promise<void> => {
      const answer = await ask(...args);
      if (answer.startsWith('-')) throw new Error(answer.slice(1));
    };
    const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    if (password !== '') await (user === '' ? must('AUTH', password) : must('AUTH', user, password));
    // Newer servers then send nothing after it; for older ones the connection is ended.
    await ask('REPLCONF', 'rdb-only', '1');
    const header = await ask('SYNC');
    if (header.startsWith('-')) throw new Error(header.slice(1));
    const length = Number(header.slice(1));
    if (!header.startsWith('$') || !Number.isInteger(length)) throw new Error('Redis sends no snapshot of a known length');
    return await use({ length, bytes: reader.bytes(length) });
  } finally {
    socket.destroy();
  }
};
