/** What is unfit about a Redis or Valkey that is to keep tasks: a code, what was found, and what would be right. */
export interface ServerConcern {
  readonly code: 'version' | 'persistence' | 'eviction';
  readonly found: string;
  readonly fix: string;
}

const floorOf = { Redis: 7, Valkey: 8 } as const;

/** A field of the answer to INFO. */
export const infoField = (info: string, name: string): string | undefined => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];

/** Which server it is, such as `Redis 7.0.15`; undefined if it does not tell. */
export const serverName = (info: string): string | undefined => {
  const valkey = infoField(info, 'valkey_version');
  const redis = infoField(info, 'redis_version');
  return valkey !== undefined ? `Valkey ${valkey}` : redis && `Redis ${redis}`;
};

const versionConcern = (info: string): readonly ServerConcern[] => {
  const name = serverName(info);
  const [kind, version = ''] = name?.split(' ') ?? [];
  if (name === undefined || Number.parseInt(version, 10) >= floorOf[kind as keyof typeof floorOf]) return [];
  return [{ code: 'version', found: `${name} is too old`, fix: 'Use Redis 7.0 or later, or Valkey 8 or later.' }];
};

const persistenceConcern = (info: string): readonly ServerConcern[] => {
  if (infoField(info, 'aof_enabled') !== '0') return [];
  const fix = 'Set `appendonly yes` (CONFIG SET appendonly yes, and in redis.conf): without it a crash of Redis loses accepted tasks.';
  return [{ code: 'persistence', found: 'there is no append-only file', fix }];
};

const evictionConcern = (info: string): readonly ServerConcern[] => {
  const policy = infoField(info, 'maxmemory_policy');
  if (policy === undefined || policy === 'noeviction') return [];
  const fix = 'Set `maxmemory-policy noeviction` (CONFIG SET maxmemory-policy noeviction, and in redis.conf).';
  return [{ code: 'eviction', found: `${policy}: when memory is full, Redis may throw tasks away`, fix }];
};

/** Reads the answer to INFO; what a server does not tell is no concern. */
export const judgeServer = (info: string): readonly ServerConcern[] => [
  ...versionConcern(info),
  ...persistenceConcern(info),
  ...evictionConcern(info),
];
