import type { Redis } from 'ioredis';
import type { Keys } from './keys.js';
import { loadLua, toLuaScript } from './load-lua.js';
import { guarded } from './store-unavailable-error.js';

/**
 * Runs one of our Lua scripts. `key` leads a cluster to the slot of all our keys; the prefix comes before `args` by itself.
 * Throws `StoreUnavailableError` or `StoreFullError`.
 */
export type Script = (key: string, args: readonly (string | number)[]) => Promise<unknown>;

export interface ScriptOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  /** File name in `scripts/` without its ending. */
  readonly name: string;
  /** Its text, if it is none of `scripts/`: for tests of what those include. */
  readonly text?: string;
  /** Lua to put before the script's own text. */
  readonly prelude?: string;
}

export type Command = (key: string, ...args: (string | number)[]) => Promise<unknown>;

/** Makes a script callable: sent once, then called by its digest, and sent again when Redis has forgotten it. */
export const createScript = ({ redis, keys, name, text, prelude = '' }: ScriptOptions): Script => {
  const command = `millrace_${name}`;
  const { flags, includes, body } = text === undefined ? loadLua(name) : toLuaScript(text);
  redis.defineCommand(command, { lua: flags + prelude + includes + body, numberOfKeys: 1 });
  const run = (redis as unknown as Record<string, Command>)[command] as Command;
  return (key, args) => guarded(() => run.call(redis, key, keys.prefix, ...args));
};
