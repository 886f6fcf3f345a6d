// npm run chaos: sets up what is missing, builds, and has everything go wrong around real processes; docs/explanation/guarantees.md tells what for.
import { runChaos } from './chaos/run-chaos.mjs';
import { asksForHelp, usage } from './chaos/usage.mjs';
import { builtWithRedis } from './setup/built-with-redis.mjs';
import { Failure } from './setup/failure.mjs';
import { red, say } from './setup/say.mjs';

const chaos = async () => {
  const flags = process.argv.slice(2);
  if (asksForHelp(flags)) return say(usage);
  process.exitCode = await runChaos({ flags, redis: await builtWithRedis('The trial') });
};

chaos().catch((error) => {
  process.stderr.write(`${red(error instanceof Failure ? error.message : error.stack)}\n`);
  process.exitCode = 1;
});
