import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../setup/attempt.mjs';

/** apt working on folders of ours: it needs no administrator, and still checks the signatures of what it fetches. */
const privateApt = (folder) => {
  for (const name of ['lists/partial', 'cache/archives/partial', 'debs']) mkdirSync(join(folder, name), { recursive: true });
  const settings = {
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': 'root',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
};

// A simulated installation is apt's own answer to "what does this system lack for it".
const missingFor = async (apt, names) => {
  const { code, output } = await attempt('apt-get', [...apt, '--simulate', '--reinstall', '--no-install-recommends', 'install', ...names]);
  if (code !== 0) return [];
  return [...output.matchAll(/^Inst (\S+)/gm)].map(([, missing]) => missing);
};

const firstAvailable = async (apt, choices) => {
  for (const names of choices) {
    const missing = await missingFor(apt, names);
    if (missing.length > 0) return missing;
  }
  return [];
};

/**
 * Unpacks the first of several choices of Debian or Ubuntu packages, and all that the system lacks for it, under `folder`/root.
 * Nothing is installed: no script of a package runs. Gives back undefined on success, else why it could not be done.
 */
export const unpackPackages = async ({ choices, folder }) => {
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg-deb')) return 'this system has no apt';
  rmSync(folder, { recursive: true, force: true });
  const apt = privateApt(folder);
  await attempt('apt-get', [...apt, 'update', '-qq']);
  const packages = await firstAvailable(apt, choices);
  if (packages.length === 0) return `its package sources offer no ${choices.map(([name]) => name).join(' or ')}, or are out of reach`;
  const debs = join(folder, 'debs');
  const { code, output } = await attempt('apt-get', [...apt, '-qq', 'download', ...packages], { cwd: debs });
  if (code !== 0) return `its packages could not be fetched: ${output.trim().split('\n').at(-1)}`;
  for (const deb of readdirSync(debs)) {
    const unpacked = await attempt('dpkg-deb', ['--extract', join(debs, deb), join(folder, 'root')]);
    if (unpacked.code !== 0) return `${deb} could not be unpacked`;
  }
  for (const name of ['lists', 'cache', 'debs']) rmSync(join(folder, name), { recursive: true, force: true });
  return undefined;
};
