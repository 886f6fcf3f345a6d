import { keptSecret } from '../setup/kept-secret.mjs';
import { secretSetting } from './read-settings.mjs';

const scopesOf = ([, , scopes = 'tasks']) => scopes.split('+');
const firstWith = (entries, scope) =>
  entries.map((entry) => entry.split(':')).find((entry) => entry.length > 1 && scopesOf(entry).includes(scope))?.[1];

/**
 * The keys to begin with, as `{ key, generated, adminKey, keys }`: for the first prompt the first of the user's own keys that may submit tasks,
 * for looking after the installation the first that may do that; where there is none, one made for this folder and kept, added to the user's.
 * `keys` is what MILLRACE_API_KEYS must hold for that, or undefined to leave that alone.
 */
export const chooseKey = (settings) => {
  const configured = secretSetting(settings, 'MILLRACE_API_KEYS');
  const entries = configured ? configured.split(',').map((entry) => entry.trim()) : [];
  const [own, ownAdmin] = [firstWith(entries, 'tasks'), firstWith(entries, 'admin')];
  const key = own ?? keptSecret('demo-key', 'mr_demo_');
  const adminKey = ownAdmin ?? keptSecret('admin-key', 'mr_admin_');
  const added = [...(own ? [] : [`demo:${key}`]), ...(ownAdmin ? [] : [`admin:${adminKey}:admin`])];
  return { key, generated: !own, adminKey, keys: added.length > 0 ? [...entries, ...added].join(',') : undefined };
};
