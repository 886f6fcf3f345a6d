// npm run bench: sets up what is missing, builds, and measures Millrace beside what it is compared with.
import { installPortkey } from './bench/install-portkey.mjs';
import { runBench } from './bench/run-bench.mjs';
import { asksForHelp, usage, wantsPortkey } from './bench/usage.mjs';
import { findRedisProgram } from './redis/find-redis.mjs';
import { installHint } from './redis/install-hint.mjs';
import { build } from './setup/build.mjs';
import { Failure } from './setup/failure.mjs';
import { red, say } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';
import { step } from './setup/step.mjs';

const bench = async () => {
  const flags = process.argv.slice(2);
  if (asksForHelp(flags)) return say(usage);
  await setUp();
  const { code, output } = await step({ doing: 'building', done: 'built', action: build });
  if (code !== 0) throw new Failure(`The build failed:\n${output}`);
  const { found, failure } = await findRedisProgram();
  if (!found) throw new Failure(`The bench needs a Redis or Valkey server to measure: none is on PATH, and ${failure}. ${installHint()}`);
  say(`Redis: ${found.why}`);
  const portkey = wantsPortkey(flags) ? await installPortkey() : undefined;
  process.exitCode = await runBench({ flags, redis: found.command, portkey });
};

bench().catch((error) => {
  process.stderr.write(`${red(error instanceof Failure ? error.message : error.stack)}\n`);
  process.exitCode = 1;
});
