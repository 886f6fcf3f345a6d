// npm run soak: sets up what is missing, builds, and watches for whatever grows under a steady load; docs/explanation/guarantees.md tells what for.
import { runChaos } from './chaos/run-chaos.mjs';
import { asksForHelp } from './chaos/usage.mjs';
import { builtWithRedis } from './setup/built-with-redis.mjs';
import { Failure } from './setup/failure.mjs';
import { red, say } from './setup/say.mjs';
import { usage } from './soak/usage.mjs';

const soak = async () => {
  const flags = process.argv.slice(2);
  if (asksForHelp(flags)) return say(usage);
  process.exitCode = await runChaos({ program: 'soak-main', flags, redis: await builtWithRedis('The soak') });
};

soak().catch((error) => {
  process.stderr.write(`${red(error instanceof Failure ? error.message : error.stack)}\n`);
  process.exitCode = 1;
});
