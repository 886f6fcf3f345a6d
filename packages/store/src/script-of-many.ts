import { type LuaScript, loadLua } from './load-lua.js';
import type { Command, ScriptOptions } from './script.js';
import { guarded, refusal } from './store-unavailable-error.js';

export interface ScriptCall {
  readonly key: string;
  readonly args: readonly (string | number)[];
}

/** Runs a script once for each call, all in one round trip; an answer that is an error is of its own call alone. Throws `StoreUnavailableError` or `StoreFullError`. */
export type ScriptOfMany = (calls: readonly ScriptCall[]) => Promise<readonly unknown[]>;

/** A script becomes a function whose KEYS and ARGV are those of one call; it has to return a table. What it includes is made once for all calls. */
const forMany = ({ flags, includes, body }: LuaScript, prelude: string): string => `${flags}${prelude}${includes}
local function one(KEYS, ARGV)
${body}
end

local answers, at = {}, 2
while at <= #ARGV do
  local count = tonumber(ARGV[at + 1])
  local done, answer = pcall(one, { ARGV[at] }, { ARGV[1], unpack(ARGV, at + 2, at + 1 + count) })
  answers[#answers + 1] = done and answer or type(answer) == 'table' and answer.err or tostring(answer)
  at = at + 2 + count
end
return answers
`;

/** Makes a script of `scripts/` callable for many at once; see {@link ScriptOfMany}. */
export const createScriptOfMany = ({ redis, keys, name, prelude = '' }: ScriptOptions): ScriptOfMany => {
  const command = `millrace_${name}_of_many`;
  redis.defineCommand(command, { lua: forMany(loadLua(name), prelude), numberOfKeys: 1 });
  const run = (redis as unknown as Record<string, Command>)[command] as Command;
  return async (calls) => {
    const args = calls.flatMap((call) => [call.key, call.args.length, ...call.args]);
    const answers = (await guarded(() => run.call(redis, calls[0]?.key ?? '', keys.prefix, ...args))) as unknown[];
    // An error inside an answer is none that ioredis sees: of a server that became a replica it hears from the next single call, such as a renewal.
    return answers.map((answer) => (typeof answer === 'string' ? refusal(answer) : answer));
  };
};
