// npm run chaos: sets up what is missing, builds, and has everything go wrong around real processes; docs/explanation/guarantees.md tells what for.

import { runChaos } from './chaos/run-chaos.mjs';
import { asksForHelp, usage } from './chaos/usage.mjs';
import { findRedisProgram } from './redis/find-redis.mjs';
import { installHint } from './redis/install-hint.mjs';
import { build } from './setup/build.mjs';
import { Failure } from './setup/failure.mjs';
import { red, say } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';
import { step } from './setup/step.mjs';

const chaos = async () => {
  const flags = process.argv.slice(2);
  if (asksForHelp(flags)) return say(usage);
  await setUp();
  const { code, output } = await step({ doing: 'building', done: 'built', action: build });
  if (code !== 0) throw new Failure(`The build failed:\n${output}`);
  const { found, failure } = await findRedisProgram();
  if (!found) throw new Failure(`This needs a Redis or Valkey server to take away: none is on PATH, and ${failure}. ${installHint()}`);
  say(`Redis: ${found.why}`);
  process.exitCode = await runChaos({ flags, redis: found.command });
};

chaos().catch((error) => {
  process.stderr.write(`${red(error instanceof Failure ? error.message : error.stack)}\n`);
  process.exitCode = 1;
});
