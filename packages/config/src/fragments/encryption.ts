import { keyRingSchema } from '../key-ring.js';
import { setting } from '../setting.js';

export const encryptionFragment = {
  keys: setting({
    env: 'MILLRACE_ENCRYPTION_KEYS',
    schema: keyRingSchema,
    describe:
      'The keys that prompts, results, events, metadata and secrets of webhooks are encrypted with in Redis, as a comma list of `name:key`, each key 32 bytes in base64; the first encrypts, all of them decrypt.',
    whenToChange: 'Wherever others can read the Redis or its backups; api and workers need the same. To rotate, put a new key in front.',
    defaultShown: 'unset: not encrypted',
    secret: true,
  }),
};
