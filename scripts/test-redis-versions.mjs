// npm run test:redis-versions: what `npm test` does on a Redis, with the servers of several images; `-- redis:8` names others.
import { programFromImage } from './redis/program-from-image.mjs';
import { programVersion } from './redis/program-version.mjs';
import { attempt } from './setup/attempt.mjs';
import { Failure } from './setup/failure.mjs';
import { onPath } from './setup/on-path.mjs';
import { inPrivateFolder, root } from './setup/paths.mjs';
import { bold, say } from './setup/say.mjs';
import { createTally } from './test/tally.mjs';

const supported = ['redis:7.2', 'redis:8', 'valkey/valkey:8', 'valkey/valkey:9'];

/** Adds up the closing lines of the runs of `npm test`. */
const countsOf = (output) => {
  const [, passed = 0, failed = 1] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? [];
  return { passed: Number(passed), failed: Number(failed) };
};

const testWith = async (image) => {
  const command = await programFromImage({ image, folder: inPrivateFolder('redis-images', image.replaceAll(/[^\w.]/g, '-')) });
  const { kind, version } = (await programVersion(command)) ?? {};
  say(bold(`${image}: ${kind} ${version}`));
  const { code, output } = await attempt(process.execPath, ['scripts/test.mjs', 'build', 'redis', 'e2e'], {
    cwd: root,
    env: { ...process.env, MILLRACE_TEST_REDIS_SERVER: command },
    show: true,
  });
  return { ok: code === 0, ...countsOf(output) };
};

const testAll = async () => {
  const wanted = process.argv.slice(2);
  if (!onPath('docker'))
    throw new Failure('This takes the servers out of their images, which needs Docker, and there is no `docker` on PATH.');
  const tally = createTally();
  for (const image of wanted.length > 0 ? wanted : supported) await tally.stage(image, () => testWith(image));
  process.exitCode = tally.finish();
};

testAll().catch((error) => {
  say(error instanceof Failure ? error.message : error.stack);
  process.exitCode = 1;
});
