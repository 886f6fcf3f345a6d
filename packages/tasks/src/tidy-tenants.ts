import { createScript, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';

const oldest = 100;
const drawn = 20;
/** Of one call; what is left has time until the next. */
const mostRounds = 20;

/** Takes tasks whose record is gone off the index of some tenant, a bounded number of them. Throws `StoreUnavailableError`. */
export const createTidyTenants = ({ redis, keys }: { redis: Redis; keys: Keys }): (() => Promise<void>) => {
  const script = createScript({ redis, keys, name: 'tidy-tenants' });
  /** A tenant with more to take off is not left for another: its index would grow faster than it is visited. */
  let tenant = '';

  return async () => {
    for (let round = 0; round < mostRounds; round += 1) {
      const [, more] = (await script(keys.tenants, [tenant, oldest, drawn])) as [number, string];
      tenant = more;
      if (more === '') return;
    }
  };
};
