import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { infoField } from '@millrace/runtime';
import { Redis } from 'ioredis';
import { openBackup, type VerifiedBackup, verifyBackup } from '../backup/backup-file.js';
import { loadBackup } from '../backup/load-backup.js';
import { redisUrl } from '../backup/redis-url.js';
import { whyNotLoadable } from '../backup/why-not-loadable.js';
import { cliFailure, isCliFailure } from '../cli-failure.js';
import { exitCodes } from '../exit-codes.js';
import { type GlobalFlags, speechOf } from '../open-session.js';
import { act, type Cli, define } from './define.js';

interface RestoreFlags {
  readonly identity?: string;
  readonly redis?: string;
  readonly listen?: string;
  readonly replace?: boolean;
  readonly check?: boolean;
  readonly rdb?: string;
  readonly models?: string;
}

const identitiesIn = (path: string | undefined): string[] => {
  if (!path) throw cliFailure(exitCodes.usage, 'Say what opens it: --identity backup.key, the file of `millrace backup-key`.');
  const lines = readFileSync(path, 'utf8').split('\n');
  const found = lines.map((line) => line.trim()).filter((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (found.length === 0) throw cliFailure(exitCodes.usage, `${path} holds no identity of age (AGE-SECRET-KEY-…).`);
  return found;
};

const checked = async (path: string, identities: readonly string[]): Promise<VerifiedBackup> => {
  try {
    return await verifyBackup(path, identities);
  } catch (error) {
    throw cliFailure(exitCodes.failed, `${path} cannot be restored: ${(error as Error).message}.`);
  }
};

const keysIn = (keyspace: string): number => [...keyspace.matchAll(/keys=(\d+)/g)].reduce((all, [, count]) => all + Number(count), 0);

const requireFit = async (redis: Redis, header: string, replace: boolean): Promise<void> => {
  const info = await redis.info();
  if (infoField(info, 'role') !== 'master') throw cliFailure(exitCodes.refused, 'That Redis is a replica; name its master.');
  const keys = keysIn(info);
  if (keys > 0 && !replace)
    throw cliFailure(exitCodes.refused, `That Redis holds ${keys} keys, which would all be gone; name an empty one, or say --replace.`);
  if (infoField(info, 'redis_mode') === 'cluster')
    throw cliFailure(exitCodes.refused, 'That Redis is a node of a cluster, which cannot be a replica of this command.');
  const unfit = await whyNotLoadable(redis, header);
  if (unfit) throw cliFailure(exitCodes.refused, unfit);
};

const into = async (url: string, work: (redis: Redis) => Promise<void>): Promise<void> => {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 5000, maxRetriesPerRequest: 0 });
  redis.on('error', () => {});
  try {
    await redis.connect();
    await work(redis);
  } catch (error) {
    if (isCliFailure(error)) throw error;
    throw cliFailure(exitCodes.refused, `Not restored: ${(error as Error).message} (${new URL(url).host}).`);
  } finally {
    redis.disconnect();
  }
};

/** `millrace restore`. */
export const addRestore = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'restore <file>',
    group: 'Operators:',
    summary: 'put a backup into an empty Redis, or check whether it could be',
    more: 'Stop apis and workers first. The file is read to its end before anything is touched; then Redis loads it as a replica loads from its master, all or nothing,\nand it is on its disk when the command ends. Redis must reach this machine on a port that is chosen (--listen says by which address).',
    examples: [
      ['millrace restore millrace-20261124T120000Z.age --identity backup.key --check', 'whether it can be read to its end'],
      ['millrace restore millrace-20261124T120000Z.age --identity backup.key --redis redis://:PASSWORD@redis:6379', 'into that Redis'],
      ['millrace restore millrace-20261124T120000Z.age --identity backup.key --rdb dump.rdb --models models.yaml', 'only unpack it'],
    ],
  })
    .option('--identity <file>', 'what opens it: the file of millrace backup-key')
    .option('--redis <url>', 'where Redis is; else REDIS_URL (or REDIS_URL_FILE), else the run file')
    .option('--listen <address>', 'an address of this machine that Redis reaches (default: the one by which it is reached)')
    .option('--replace', 'also if that Redis is not empty: all it holds is gone')
    .option('--check', 'only read it to its end, and tell what is in it')
    .option('--rdb <file>', 'only write the snapshot to a file')
    .option('--models <file>', 'write the models file that is in it to a file');
  act<[string], RestoreFlags>(cli, command, async ({ args: [path], flags }) => {
    const { context } = cli;
    const speech = speechOf(context, command.optsWithGlobals<GlobalFlags>());
    if (!existsSync(path)) throw cliFailure(exitCodes.usage, `There is no file ${path}.`);
    const identities = identitiesIn(flags.identity);
    const { manifest, header } = await checked(path, identities);
    const { models, ...told } = manifest;
    if (speech.json) speech.writeJson({ ...told, models: models?.path });
    else speech.say(`${path} is whole: ${manifest.rdb_bytes} bytes of Redis ${manifest.redis}, of ${manifest.created}.`);
    if (flags.models && models) await pipeline(Readable.from([models.text]), createWriteStream(flags.models, { mode: 0o600 }));
    if (flags.rdb) await pipeline(Readable.from((await openBackup(path, identities)).bytes), createWriteStream(flags.rdb, { mode: 0o600 }));
    if (flags.check || flags.rdb || (flags.models && !flags.redis)) return exitCodes.ok;
    await into(redisUrl(context, flags.redis), async (redis) => {
      await requireFit(redis, header, flags.replace === true);
      const { listen } = flags;
      await loadBackup({ redis, path, identities, length: manifest.rdb_bytes, listen, interrupted: context.interrupted });
      speech.say(`Redis holds ${keysIn(await redis.info('keyspace'))} keys of it. Start the apis and workers.`);
    });
    return exitCodes.ok;
  });
};
