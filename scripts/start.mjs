// npm start: sets up what is missing, runs everything on this machine, shows a first answer and stays up.

import { build } from './setup/build.mjs';
import { Failure } from './setup/failure.mjs';
import { red, say, secondsSince } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';
import { takeLauncherLock } from './start/launcher-lock.mjs';
import { readFlags, usage } from './start/read-flags.mjs';
import { runMillrace } from './start/run-millrace.mjs';

const start = async () => {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help) return say(usage);
  takeLauncherLock();
  const started = performance.now();
  await setUp();
  const { code, output } = await build();
  if (code !== 0) throw new Failure(`The build failed:\n${output}`);
  say(`set up and built (${secondsSince(started)})`);
  process.exitCode = await runMillrace(flags);
};

start().catch((error) => {
  process.stderr.write(`${red(error instanceof Failure ? error.message : error.stack)}\n`);
  process.exitCode = 1;
});
