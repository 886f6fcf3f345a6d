// npm run -s millrace -- …: the command line of apps/cli, set up and built first if need be.
import { isBuilt } from './millrace/is-built.mjs';
import { runCommand } from './millrace/run-command.mjs';
import { build } from './setup/build.mjs';
import { Failure } from './setup/failure.mjs';
import { red, sayOnStderr } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';
import { step } from './setup/step.mjs';

const prepare = async () => {
  await setUp();
  const { code, output } = await step({ doing: 'building', done: 'built', action: build });
  if (code !== 0) throw new Failure(`The build failed:\n${output}`);
};

const millrace = async () => {
  sayOnStderr();
  if (!isBuilt()) await prepare();
  process.exitCode = await runCommand(process.argv.slice(2));
};

millrace().catch((error) => {
  process.stderr.write(`${red(error instanceof Failure ? error.message : error.stack)}\n`);
  process.exitCode = 1;
});
