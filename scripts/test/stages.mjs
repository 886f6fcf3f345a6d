import { attempt } from '../setup/attempt.mjs';
import { build } from '../setup/build.mjs';
import { installed, node24 } from '../setup/paths.mjs';
import { say } from '../setup/say.mjs';
import { findChromium } from './find-chromium.mjs';
import { countTestFiles, runJest } from './run-jest.mjs';
import { testEnvironment } from './test-environment.mjs';

const tool = async (command, args) => {
  const { code, output } = await attempt(command, args, { env: testEnvironment() });
  return { ok: code === 0, output };
};
const biome = (...args) => tool(installed('biome'), [...args, '--colors=off', '--diagnostic-level=error']);

const withRedis = (project, args) => async (tally, redis) => {
  const env = testEnvironment({ redis: await redis() });
  if (env.MILLRACE_TEST_REDIS_URL) return tally.stage(project, () => runJest({ project, env, args }));
  return tally.skip(project, await countTestFiles({ project, env }), `no Redis to test with: ${(await redis()).failure}`);
};

const endToEnd = async (tally, redis) => {
  const { chromium, failure } = await findChromium();
  if (chromium) say(`Chromium: ${chromium}`);
  const env = testEnvironment({ redis: await redis(), chromium });
  const reason = failure && `no Chromium: ${failure}`;
  if (!env.MILLRACE_TEST_REDIS_URL)
    return tally.skip('e2e', await countTestFiles({ project: 'e2e', env }), `no Redis to test with: ${(await redis()).failure}`);
  return tally.stage('e2e', () => runJest({ project: 'e2e', env, args: ['--runInBand'], reason }));
};

/** What `npm test` runs, in this order: name → how. Each is handed the tally and how to get at the Redis of the tests. */
export const stages = {
  lint: (tally) => tally.stage('format and lint', () => biome('ci')),
  imports: (tally) =>
    tally.stage('import rules', () => biome('lint', '--only=style/noRestrictedImports', '--only=suspicious/noImportCycles')),
  build: (tally) => tally.stage('build', async () => build().then(({ code, output }) => ({ ok: code === 0, output }))),
  types: (tally) => tally.stage('types', () => tool(installed('tsc'), ['-p', 'tsconfig.json'])),
  generated: (tally) => tally.stage('generated files up to date', () => tool(node24, ['scripts/generate.mjs', '--check'])),
  unit: (tally) => tally.stage('unit', () => runJest({ project: 'unit', env: testEnvironment(), args: ['--maxWorkers=2'] })),
  redis: withRedis('redis', ['--maxWorkers=2']),
  e2e: endToEnd,
};
