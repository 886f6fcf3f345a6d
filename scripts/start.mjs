// npm start: sets up what is missing, runs everything on this machine, shows a first answer and stays up.

import { build } from './setup/build.mjs';
import { Failure } from './setup/failure.mjs';
import { red, say } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';
import { step } from './setup/step.mjs';
import { takeLauncherLock } from './start/launcher-lock.mjs';
import { readFlags, usage } from './start/read-flags.mjs';
import { runMillrace } from './start/run-millrace.mjs';

const start = async () => {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help) return say(usage);
  takeLauncherLock();
  await setUp();
  const { code, output } = await step({ doing: 'building', done: 'built', action: build });
  if (code !== 0) throw new Failure(`The build failed:\n${output}`);
  process.exitCode = await runMillrace(flags);
};

start().catch((error) => {
  process.stderr.write(`${red(error instanceof Failure ? error.message : error.stack)}\n`);
  process.exitCode = 1;
});
