import type { Calls } from '../http/create-calls.js';
import type { Keys } from './keys.js';

const root = 'keys';

export const createKeys = ({ read, change, act, all }: Calls): Keys => ({
  create: (key, options) => act([root], options, key),
  list: (query = {}, options) => all([root], options, { ...query }),
  page: (query = {}, options) => read([root], options, { ...query }),
  get: (id, options) => read([root, id], options),
  update: (id, changes, options) => change('PATCH', [root, id], options, changes),
  rotate: (id, rotation, options) => act([root, id, 'rotate'], options, rotation),
  revoke: (id, options) => change('DELETE', [root, id], options),
});
