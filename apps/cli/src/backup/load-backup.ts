import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { infoField } from '@millrace/runtime';
import type { Redis } from 'ioredis';
import { cliFailure } from '../cli-failure.js';
import { exitCodes } from '../exit-codes.js';
import { openBackup } from './backup-file.js';
import { serveRdb } from './serve-rdb.js';

export interface LoadBackupOptions {
  readonly redis: Redis;
  readonly path: string;
  readonly identities: readonly string[];
  readonly length: number;
  /** Where that Redis finds this machine; else the address by which this machine finds it. */
  readonly listen: string | undefined;
  readonly interrupted: AbortSignal;
}

const lookEveryMs = 100;

const arrivesWithinMs = 30_000;

const addressTowards = (redis: Redis): Promise<string> =>
  new Promise((resolve, reject) => {
    const { host = '127.0.0.1', port = 6379 } = redis.options;
    const socket = connect({ host, port }, () => {
      resolve((socket.localAddress ?? host).replace(/^::ffff:/, ''));
      socket.destroy();
    });
    socket.once('error', reject);
  });

const field = async (redis: Redis, name: string): Promise<string | undefined> => infoField(await redis.info(), name);

const until = async (reached: () => Promise<boolean>, signal: AbortSignal): Promise<void> => {
  while (!(await reached())) {
    if (signal.aborted) throw cliFailure(exitCodes.interrupted, 'Interrupted; look at what is there before you start anything.');
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
};

/** A server that was given everything while it ran writes its append-only file anew; only then a restart finds it all. */
const untilOnDisk = async (redis: Redis, signal: AbortSignal): Promise<void> => {
  if ((await field(redis, 'aof_enabled')) !== '1') return;
  const busy = async (): Promise<boolean> => {
    const info = await redis.info('persistence');
    return ['aof_rewrite_in_progress', 'aof_rewrite_scheduled'].some((name) => infoField(info, name) === '1');
  };
  await until(async () => !(await busy()), signal);
  if ((await field(redis, 'aof_last_bgrewrite_status')) !== 'ok')
    throw cliFailure(exitCodes.failed, 'All is loaded, but Redis could not write its append-only file: see its log, then BGREWRITEAOF.');
};

/** What Redis says to its master when it has one, kept until its own is given back. */
const withMasterSecret = async (redis: Redis, secret: string, work: () => Promise<void>): Promise<void> => {
  const [, before = ''] = (await redis.config('GET', 'masterauth')) as string[];
  const [, user = ''] = (await redis.config('GET', 'masteruser')) as string[];
  await redis.config('SET', 'masteruser', '');
  await redis.config('SET', 'masterauth', secret);
  try {
    await work();
  } finally {
    await redis.config('SET', 'masterauth', before);
    await redis.config('SET', 'masteruser', user);
  }
};

/** Has a Redis load a backup in the place of all it holds; it is a master again afterwards, whatever happens. */
export const loadBackup = async ({ redis, path, identities, length, listen, interrupted }: LoadBackupOptions): Promise<void> => {
  const open = async function* () {
    yield* (await openBackup(path, identities)).bytes;
  };
  const host = listen ?? (await addressTowards(redis));
  const secret = randomBytes(24).toString('hex');
  const server = await serveRdb({ host, length, secret, open });
  const startedAt = performance.now();
  const loaded = async (): Promise<boolean> => {
    if (server.asked() === 0 && performance.now() - startedAt > arrivesWithinMs)
      throw cliFailure(
        exitCodes.refused,
        `Redis did not come to ${host}:${server.port} for the backup: say by --listen which address of this machine it reaches; tls-replication has to be off.`,
      );
    if (server.asked() > 1)
      throw cliFailure(exitCodes.failed, 'Redis could not load the snapshot, see its log: it may be of a newer version of Redis.');
    return (await field(redis, 'master_link_status')) === 'up';
  };
  await withMasterSecret(redis, secret, async () => {
    try {
      await redis.replicaof(host, server.port);
      await until(loaded, interrupted);
    } finally {
      await redis.replicaof('NO', 'ONE');
      server.close();
    }
  });
  await untilOnDisk(redis, interrupted);
};
