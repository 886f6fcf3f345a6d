import { readUsageSums, type UsageSums } from './usage-sums.js';

/** What was used on a day for one key, at one deployment of one route. */
export interface UsageRow {
  /** UTC, `yyyy-mm-dd`. */
  readonly day: string;
  readonly tenant: string;
  readonly keyId: string;
  readonly route: string;
  readonly deployment: string;
  readonly sums: UsageSums;
}

/** Reads a field of the books of a day, `<key id>|<route>|<deployment>`, and its value. */
export const readUsageRow = (day: string, tenant: string, field: string, value: string): UsageRow => {
  const [keyId = '', route = '', ...deployment] = field.split('|');
  return { day, tenant, keyId, route, deployment: deployment.join('|'), sums: readUsageSums(value) };
};
