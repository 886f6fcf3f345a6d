import { findRedisProgram } from '../redis/find-redis.mjs';
import { installHint } from '../redis/install-hint.mjs';
import { build } from './build.mjs';
import { Failure } from './failure.mjs';
import { say } from './say.mjs';
import { setUp } from './set-up.mjs';
import { step } from './step.mjs';

/** Sets up what is missing and builds; gives back the program of a Redis server, which `purpose` needs. */
export const builtWithRedis = async (purpose) => {
  await setUp();
  const { code, output } = await step({ doing: 'building', done: 'built', action: build });
  if (code !== 0) throw new Failure(`The build failed:\n${output}`);
  const { found, failure } = await findRedisProgram();
  if (!found) throw new Failure(`${purpose} needs a Redis or Valkey server: none is on PATH, and ${failure}. ${installHint()}`);
  say(`Redis: ${found.why}`);
  return found.command;
};
