import { apiKeysSchema } from '../api-key.js';
import { setting } from '../setting.js';

export const apiKeysFragment = {
  keys: setting({
    env: 'MILLRACE_API_KEYS',
    schema: apiKeysSchema,
    describe: 'Who may call: a comma list of `tenant:key[:scope+scope]`; the scopes are `tasks` (when none is written) and `admin`.',
    whenToChange: 'Always; in production each key has at least 24 characters.',
    default: '',
    secret: true,
  }),
};
