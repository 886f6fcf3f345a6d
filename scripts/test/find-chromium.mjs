import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unpackPackages } from '../debian/unpack-packages.mjs';
import { wrapProgram } from '../debian/wrap-program.mjs';
import { attempt } from '../setup/attempt.mjs';
import { onPath } from '../setup/on-path.mjs';
import { inPrivateFolder } from '../setup/paths.mjs';
import { say } from '../setup/say.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

const runs = async (command) => command && (await attempt(command, ['--version'], { timeoutMs: 20_000 })).code === 0;

// Fonts are unpacked with the browser, and found there instead of in the system's folders.
const fonts = (folder) =>
  existsSync(join(folder, 'root/etc/fonts')) ? { FONTCONFIG_PATH: '$root/etc/fonts', XDG_DATA_HOME: '$root/usr/share' } : {};

/** A Chromium to test with: one on PATH, else Debian's, unpacked into the private folder. Gives back `{ chromium }` or `{ failure }`. */
export const findChromium = async () => {
  for (const command of names.map(onPath)) if (await runs(command)) return { chromium: command };
  const folder = inPrivateFolder('chromium-dist');
  if (await runs(join(folder, 'chromium'))) return { chromium: join(folder, 'chromium') };
  say('No Chromium on this machine: fetching one from its package sources…');
  const failure = await unpackPackages({ choices: [['chromium']], folder });
  if (failure) return { failure };
  const chromium = wrapProgram({ folder, program: 'usr/lib/chromium/chromium', environment: fonts(folder) });
  return (await runs(chromium)) ? { chromium } : { failure: 'the one its package sources offer does not run unpacked' };
};
