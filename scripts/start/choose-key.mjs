import { keptSecret } from '../setup/kept-secret.mjs';
import { secretSetting } from './read-settings.mjs';

const maySubmit = ([, , scopes]) => scopes === undefined || scopes.split('+').includes('tasks');

/**
 * The key for the first prompt, as `{ key, generated, keys }`: the first of the user's own keys that may submit tasks;
 * else one made for this folder and kept, added to the user's. `keys` is what MILLRACE_API_KEYS must hold for it, or undefined to leave that alone.
 */
export const chooseKey = (settings) => {
  const configured = secretSetting(settings, 'MILLRACE_API_KEYS');
  const entries = configured ? configured.split(',').map((entry) => entry.trim()) : [];
  const own = entries.map((entry) => entry.split(':')).find((entry) => entry.length > 1 && maySubmit(entry));
  if (own) return { key: own[1], generated: false, keys: undefined };
  const key = keptSecret('demo-key', 'mr_demo_');
  return { key, generated: true, keys: [...entries, `demo:${key}`].join(',') };
};
