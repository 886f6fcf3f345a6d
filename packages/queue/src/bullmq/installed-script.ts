import { createRequire } from 'node:module';

/** The version whose scripts and key layout the conformance tests have compared with ours; the same as in package.json. */
const testedVersion = '6.7.0';

interface Installed {
  require(id: string): unknown;
}

/**
 * The text of BullMQ's script `addPrioritizedJob`, as the installed package ships it.
 * Throws when another version than the tested one is installed: its script may want other arguments.
 */
export const installedAddScript = (installed: Installed = { require: createRequire(import.meta.url) }): string => {
  const { version } = installed.require('bullmq/package.json') as { version: string };
  if (version !== testedVersion) {
    throw new Error(`Millrace needs bullmq ${testedVersion}, whose scripts it runs inside its own, but ${version} is installed.`);
  }
  const { addPrioritizedJob } = installed.require('bullmq/dist/cjs/scripts/addPrioritizedJob-9.js') as {
    addPrioritizedJob: { content: string };
  };
  return addPrioritizedJob.content;
};
