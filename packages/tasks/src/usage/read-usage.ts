import { guarded, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';
import { readUsageRow, type UsageRow } from './usage-row.js';

export interface UsageRequest {
  /** UTC, `yyyy-mm-dd`. */
  readonly days: readonly string[];
  /** Only of this tenant. */
  readonly tenant?: string | undefined;
}

/** Reads what was used, each row once: day by day, and those of a day in no order. Throws `StoreUnavailableError`. */
export type ReadUsage = (request: UsageRequest, take: (row: UsageRow) => void) => Promise<void>;

/** So many hashes are asked for at once. */
const atOnce = 100;

export const createReadUsage = ({ redis, keys }: { readonly redis: Redis; readonly keys: Keys }): ReadUsage => {
  const tenantsOf = async (day: string): Promise<readonly string[]> => guarded(() => redis.smembers(keys.usageTenants(day)));

  return async ({ days, tenant }, take) => {
    for (const some of chunksOf(days)) {
      const books = (await Promise.all(some.map(async (day) => (tenant === undefined ? await tenantsOf(day) : [tenant])))).flatMap(
        (tenants, place) => tenants.map((of) => ({ day: some[place] as string, tenant: of })),
      );
      for (const few of chunksOf(books)) {
        const read = await guarded(() => Promise.all(few.map(({ day, tenant: of }) => redis.hgetall(keys.usage(`${day}:${of}`)))));
        for (const [place, fields] of read.entries()) {
          const { day, tenant: of } = few[place] as (typeof few)[number];
          for (const [field, value] of Object.entries(fields)) take(readUsageRow(day, of, field, value));
        }
      }
    }
  };
};

const chunksOf = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / atOnce) }, (_, place) => list.slice(place * atOnce, (place + 1) * atOnce));
