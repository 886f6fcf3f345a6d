import type { Redis } from 'ioredis';

const foreignToValkey = (version: number): boolean => version >= 12 && version < 80;

/** The format of snapshots that a server writes; it reads that and the older ones. What it dumps ends with two bytes of it and eight of a checksum. */
const formatOf = async (redis: Redis): Promise<number> => {
  const key = `millrace:format:${process.pid}`;
  const answers = await redis.multi().set(key, '').dumpBuffer(key).del(key).exec();
  const dumped = answers?.[1]?.[1];
  if (!Buffer.isBuffer(dumped)) throw new Error('it does not say which snapshots it reads');
  return dumped.readUInt16LE(dumped.length - 10);
};

/** Why a Redis could not load a snapshot that begins with `header` (such as REDIS0011), or undefined when it can. Asked first, because a server drops what it holds before it finds out. */
export const whyNotLoadable = async (redis: Redis, header: string): Promise<string | undefined> => {
  const version = Number(/\d+/.exec(header)?.[0]);
  const own = await formatOf(redis);
  if (version <= own && !(own >= 80 && foreignToValkey(version))) return undefined;
  return `The backup is in format ${version} of snapshots and that Redis reads up to ${own}: name one of the version that the backup is of, or a newer one.`;
};
