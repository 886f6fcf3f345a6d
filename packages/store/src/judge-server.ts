/** What is unfit about a Redis or Valkey that is to keep tasks: a code, and a sentence that says what would be right. */
export interface ServerConcern {
  readonly code: 'version' | 'persistence' | 'eviction';
  readonly sentence: string;
}

const field = (info: string, name: string): string | undefined => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];

const floorOf = { Redis: 7, Valkey: 8 } as const;

const versionConcern = (info: string): readonly ServerConcern[] => {
  const valkey = field(info, 'valkey_version');
  const version = valkey ?? field(info, 'redis_version');
  const name = valkey === undefined ? 'Redis' : 'Valkey';
  if (version === undefined || Number.parseInt(version, 10) >= floorOf[name]) return [];
  return [{ code: 'version', sentence: `${name} ${version} is too old; use Redis 7.0 or later, or Valkey 8 or later.` }];
};

const persistenceConcern = (info: string): readonly ServerConcern[] =>
  field(info, 'aof_enabled') === '0'
    ? [
        {
          code: 'persistence',
          sentence: 'Redis keeps no append-only file, so a crash of it loses accepted tasks; set `appendonly yes`.',
        },
      ]
    : [];

const evictionConcern = (info: string): readonly ServerConcern[] => {
  const policy = field(info, 'maxmemory_policy');
  if (policy === undefined || policy === 'noeviction') return [];
  const sentence = `Redis may throw tasks away when its memory is full (maxmemory-policy ${policy}); set \`maxmemory-policy noeviction\`.`;
  return [{ code: 'eviction', sentence }];
};

/** Reads the answer to INFO; what a server does not tell is no concern. */
export const judgeServer = (info: string): readonly ServerConcern[] => [
  ...versionConcern(info),
  ...persistenceConcern(info),
  ...evictionConcern(info),
];
