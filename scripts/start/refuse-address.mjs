import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure } from '../setup/failure.mjs';
import { freePort } from '../setup/free-port.mjs';
import { root } from '../setup/paths.mjs';
import { portRefusal } from '../setup/port-refusal.mjs';

const ofThePort = new Set(['EADDRINUSE', 'EACCES']);

/** Throws a Failure when nothing can listen on the address, with the sentence the apps would say; `names` are the settings that chose it. */
export const refuseAddress = async ({ host, port, names }) => {
  const code = await portRefusal(port, host);
  if (!code) return;
  // Built by now; the apps' own words, so that one mistake has one sentence.
  const { listenRefusal } = await import(pathToFileURL(join(root, 'packages/config/dist/index.js')).href);
  const sentence = listenRefusal({ error: { code }, host, port, names }) ?? `${names.host} and ${names.port} cannot be used (${code}).`;
  throw new Failure(ofThePort.has(code) ? `${sentence} Try: npm start -- --port ${await freePort()}` : sentence);
};
