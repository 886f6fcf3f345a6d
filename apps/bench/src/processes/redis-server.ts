import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@millrace/testing';
import { Redis } from 'ioredis';
import { inRepository } from '../repository.js';
import { type StartedProcess, startProcess } from './start-process.js';
import { until } from './until.js';

export interface RedisServer {
  readonly url: string;
  readonly process: StartedProcess;
  readonly client: Redis;
  /** CPU time of the server so far, all its threads, in microseconds. */
  cpuMicros(): Promise<number>;
  /** What the data takes, in bytes: without the buffers of clients and of the append-only file, which come and go. */
  dataBytes(): Promise<number>;
}

/** As durable as the one of `npm start`; no snapshots and no rewriting of the append-only file, lest one fall into one trial and not into another. */
const configuration = (port: number, dir: string): string =>
  [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${JSON.stringify(dir)}`,
    'appendonly yes',
    'appendfsync everysec',
    'maxmemory-policy noeviction',
    'auto-aof-rewrite-percentage 0',
    'save ""',
    '',
  ].join('\n');

const infoField = async (client: Redis, section: string, names: readonly string[]): Promise<number[]> => {
  const text = await client.info(section);
  return names.map((name) => Number(new RegExp(`^${name}:(.+)`, 'm').exec(text)?.[1] ?? Number.NaN));
};

/** Starts an empty server of its own, under a guard that ends it when the bench is gone. */
export const startRedisServer = async (program: string, folder: string): Promise<RedisServer> => {
  const port = await freePort();
  const dir = join(folder, 'redis');
  const file = join(folder, 'redis.conf');
  mkdirSync(dir);
  writeFileSync(file, configuration(port, dir));
  const server = startProcess({ role: 'redis', args: [inRepository('scripts/processes/guard.mjs'), program, file], folder });
  const client = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: null, retryStrategy: () => 20 });
  client.on('error', () => {});
  await until({ what: 'Redis starts', processes: [server], check: async () => client.status === 'ready' });
  return {
    url: `redis://127.0.0.1:${port}`,
    process: server,
    client,
    cpuMicros: async () => {
      const [user = 0, system = 0] = await infoField(client, 'cpu', ['used_cpu_user', 'used_cpu_sys']);
      return (user + system) * 1e6;
    },
    dataBytes: async () => {
      const [used = 0, clients = 0, aof = 0] = await infoField(client, 'memory', ['used_memory', 'mem_clients_normal', 'mem_aof_buffer']);
      return used - clients - aof;
    },
  };
};
