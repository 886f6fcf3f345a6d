import { attempt } from '../setup/attempt.mjs';

/** What Millrace's scripts need of the server. */
const floors = { Redis: [7, 0], Valkey: [8, 0] };

/** The kind and version of a server program: `{ kind, version, recent }`, or undefined when it does not run. */
export const programVersion = async (command) => {
  const { code, output } = await attempt(command, ['--version']);
  const version = /\bv=(\d+)\.(\d+)\.\S+/.exec(output);
  if (code !== 0 || !version) return undefined;
  const kind = /valkey/i.test(output.split('v=')[0]) ? 'Valkey' : 'Redis';
  const [major, minor] = floors[kind];
  const [, hasMajor, hasMinor] = version.map(Number);
  return { kind, version: version[0].slice(2), recent: hasMajor > major || (hasMajor === major && hasMinor >= minor) };
};
