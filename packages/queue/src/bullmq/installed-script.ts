import { createRequire } from 'node:module';

/** The version whose scripts and key layout the conformance tests have compared with ours; the same as in package.json. */
const testedVersion = '6.7.0';

interface Installed {
  require(id: string): unknown;
}

const fromPackage: Installed = { require: createRequire(import.meta.url) };

/**
 * The text of one of BullMQ's scripts, as the installed package ships it.
 * Throws when another version than the tested one is installed: its script may want other arguments.
 */
const installedScript = (installed: Installed, name: string, file: string): string => {
  const { version } = installed.require('bullmq/package.json') as { version: string };
  if (version !== testedVersion) {
    throw new Error(`Millrace needs bullmq ${testedVersion}, whose scripts it runs inside its own, but ${version} is installed.`);
  }
  const scripts = installed.require(`bullmq/dist/cjs/scripts/${file}.js`) as Record<string, { readonly content: string } | undefined>;
  return scripts[name]?.content ?? '';
};

/** The script that adds a job with a priority. */
export const installedAddScript = (installed: Installed = fromPackage): string =>
  installedScript(installed, 'addPrioritizedJob', 'addPrioritizedJob-9');

/** The script that pauses or resumes a queue. */
export const installedPauseScript = (installed: Installed = fromPackage): string => installedScript(installed, 'pause', 'pause-7');
