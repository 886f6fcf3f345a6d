import { ringKeys } from '@millrace/config';
import { createKeys, createSealing } from '@millrace/store';
import { reencrypt } from '@millrace/tasks';
import type { ApiConfig } from './config.js';
import { type OperatorAnswer, withRedis } from './with-redis.js';

const shown = 10;

/** Encrypts all that is stored with the first key of the ring, so that the others can be taken away. */
export const reencryptStored = async ({
  redis: { url, prefix },
  encryption,
}: Pick<ApiConfig, 'redis' | 'encryption'>): Promise<OperatorAnswer> => {
  const ring = ringKeys(encryption.keys);
  const [active] = ring;
  if (!active) return { ok: false, said: 'There is no key to encrypt with; set MILLRACE_ENCRYPTION_KEYS.' };
  return withRedis({ url }, async (redis) => {
    const { seal } = createSealing(ring);
    const { renewed, dropped, unreadable } = await reencrypt({ redis, keys: createKeys(prefix), seal, active: active.name });
    const done = `${renewed} were encrypted anew with the key "${active.name}", ${dropped} kept answers dropped, ${unreadable.length} cannot be read.`;
    if (unreadable.length === 0) return { ok: true, said: `${done} The other keys are not needed any more.` };
    const some = unreadable.slice(0, shown).map((key) => `  ${key}`);
    return { ok: false, said: [done, 'Their key is not in MILLRACE_ENCRYPTION_KEYS, or they were changed:', ...some].join('\n') };
  });
};
