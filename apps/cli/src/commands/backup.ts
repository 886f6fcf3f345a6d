import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { knownSettings } from '@millrace/config';
import { infoField } from '@millrace/runtime';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Redis } from 'ioredis';
import { type BackupManifest, writeBackup } from '../backup/backup-file.js';
import { fetchRdb } from '../backup/fetch-rdb.js';
import { redisUrl } from '../backup/redis-url.js';
import type { CliContext } from '../cli-context.js';
import { cliFailure } from '../cli-failure.js';
import { exitCodes } from '../exit-codes.js';
import { type GlobalFlags, speechOf } from '../open-session.js';
import { act, type Cli, define } from './define.js';
import { several } from './option-readers.js';

interface BackupFlags {
  readonly redis?: string;
  readonly recipient?: readonly string[];
  readonly keep?: string;
}

const named = /^millrace-\d{8}T\d{6}Z\.age$/;

const nameFor = (now: number): string => `millrace-${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')}.age`;

const serverVersion = async (url: string): Promise<string> => {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 5000, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const info = await redis.info('server');
    return infoField(info, 'valkey_version') ?? infoField(info, 'redis_version') ?? 'unknown';
  } finally {
    redis.disconnect();
  }
};

/** What a restored installation is to be set up with; secrets are not copied anywhere. */
const configurationIn = ({ env }: CliContext): Pick<BackupManifest, 'settings' | 'models'> => {
  const plain = knownSettings().filter(({ secret }) => !secret);
  const settings = Object.fromEntries(plain.flatMap(({ env: name }) => (env[name] ? [[name, env[name] as string]] : [])));
  const path = env.MILLRACE_MODELS_FILE;
  return { settings, ...(path && existsSync(path) && { models: { path, text: readFileSync(path, 'utf8') } }) };
};

const deleteOlder = async (folder: string, keep: number): Promise<number> => {
  const all = (await readdir(folder)).filter((name) => named.test(name)).sort();
  const old = all.slice(0, Math.max(0, all.length - keep));
  for (const name of old) await rm(join(folder, name));
  return old.length;
};

const keepOf = (text: string | undefined, inFolder: boolean): number | undefined => {
  if (text === undefined) return undefined;
  if (inFolder && /^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw cliFailure(exitCodes.usage, '--keep wants how many backups are to stay, at least 1, and a folder to look for them in.');
};

/** `millrace backup`. */
export const addBackup = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'backup <place>',
    group: 'Operators:',
    summary: 'write everything that Redis holds at this moment to a file, encrypted',
    more: 'The place is a file, or a folder in which it gets a name by the time. The file holds a snapshot of all of Redis, the settings that are no secrets\nand the models file; keys (MILLRACE_ENCRYPTION_KEYS, those of providers) are not in it. It is an age file: whoever has the identity can read it.',
    examples: [
      ['millrace backup-key > backup.key', 'an identity; keep it elsewhere'],
      ['millrace backup /backups --recipient age1… --keep 30', 'what to run every hour'],
    ],
  })
    .option('--recipient <age1...>', 'whom it is encrypted for, as millrace backup-key says; more than one with commas', several)
    .option('--redis <url>', 'where Redis is; else REDIS_URL (or REDIS_URL_FILE), else the run file')
    .option('--keep <count>', 'delete all but so many of the newest in the folder afterwards');
  act<[string], BackupFlags>(cli, command, async ({ args: [place], flags: { redis, recipient = [], keep } }) => {
    const { context } = cli;
    if (recipient.length === 0)
      throw cliFailure(exitCodes.usage, 'Say whom to encrypt it for: --recipient age1…, from `millrace backup-key`.');
    const inFolder = existsSync(place) && statSync(place).isDirectory();
    const kept = keepOf(keep, inFolder);
    const path = inFolder ? join(place, nameFor(context.now())) : place;
    const url = redisUrl(context, redis);
    const head = {
      format: 1,
      created: new Date(context.now()).toISOString(),
      millrace: context.version,
      ...configurationIn(context),
    } as const;
    const version = await serverVersion(url).catch((error: Error) => refuse(url, error));
    const bytes = await fetchRdb(url, async (rdb) => {
      await writeBackup(path, recipient, { ...head, redis: version, rdb_bytes: rdb.length }, rdb);
      return rdb.length;
    }).catch((error: Error) => refuse(url, error));
    const deleted = kept === undefined ? 0 : await deleteOlder(place, kept);
    const speech = speechOf(context, command.optsWithGlobals<GlobalFlags>());
    if (speech.json) speech.writeJson({ path, rdb_bytes: bytes, deleted });
    else speech.say(`${path}: ${bytes} bytes of Redis ${version}${deleted > 0 ? `; ${deleted} older ones deleted` : ''}`);
    return exitCodes.ok;
  });
};

const refuse = (url: string, { message }: Error): never => {
  throw cliFailure(exitCodes.refused, `No backup was written: ${message} (${new URL(url).host}).`);
};

/** `millrace backup-key`. */
export const addBackupKey = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'backup-key',
    group: 'Operators:',
    summary: 'make an identity that backups can be encrypted for, in the format of age',
    more: 'Keep it where the backups are not. Its recipient stands in it as a comment, and on stderr.',
    examples: [['millrace backup-key > backup.key', 'the identity goes to the file, the recipient to the screen']],
  });
  act(cli, command, async () => {
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    const speech = speechOf(cli.context, command.optsWithGlobals<GlobalFlags>());
    if (speech.json) speech.writeJson({ identity, recipient });
    else {
      speech.write(`# recipient: ${recipient}\n${identity}\n`);
      speech.say(`Backups for it: millrace backup <place> --recipient ${recipient}`);
    }
    return exitCodes.ok;
  });
};
