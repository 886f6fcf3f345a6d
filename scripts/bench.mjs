// npm run bench: sets up what is missing, builds, and measures Millrace beside what it is compared with.
import { installPortkey } from './bench/install-portkey.mjs';
import { runBench } from './bench/run-bench.mjs';
import { asksForHelp, usage, wantsPortkey } from './bench/usage.mjs';
import { builtWithRedis } from './setup/built-with-redis.mjs';
import { Failure } from './setup/failure.mjs';
import { red, say } from './setup/say.mjs';

const bench = async () => {
  const flags = process.argv.slice(2);
  if (asksForHelp(flags)) return say(usage);
  const redis = await builtWithRedis('The bench');
  const portkey = wantsPortkey(flags) ? await installPortkey() : undefined;
  process.exitCode = await runBench({ flags, redis, portkey });
};

bench().catch((error) => {
  process.stderr.write(`${red(error instanceof Failure ? error.message : error.stack)}\n`);
  process.exitCode = 1;
});
