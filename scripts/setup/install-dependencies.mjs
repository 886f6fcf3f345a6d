import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from './attempt.mjs';
import { Failure } from './failure.mjs';
import { node24, root } from './paths.mjs';
import { pnpmProgram } from './pnpm-program.mjs';
import { run } from './run.mjs';
import { toolEnvironment } from './tool-environment.mjs';

// Inside node_modules, so that whoever deletes those has them installed again.
const stamp = join(root, 'node_modules', '.installed-for');

const manifests = () => {
  const packages = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name, 'package.json')),
  );
  return ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...packages.sort()].filter((path) => existsSync(join(root, path)));
};

const digest = () => {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${root}\n`);
  for (const path of manifests()) hash.update(`${path}\n`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
};

const upToDate = (wanted) => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(node24);

/** Installs what the lockfile says, Node 24 included; gives back whether there was anything to do. */
export const installDependencies = async () => {
  const wanted = digest();
  if (upToDate(wanted)) return false;
  const env = toolEnvironment();
  await run(pnpmProgram(), ['install', '--frozen-lockfile', '--prod=false'], { env });
  const { code, output } = await attempt(node24, ['--version']);
  if (code !== 0) throw new Failure(`Node 24 (npm package "node") was installed but does not run here:\n${output}`);
  writeFileSync(stamp, wanted);
  return true;
};
