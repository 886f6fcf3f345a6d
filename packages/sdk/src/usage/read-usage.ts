import type { UsageGroup, UsageReport } from '@millrace/contracts';
import type { Calls } from '../http/create-calls.js';
import type { SignalOptions } from '../signal-options.js';

export interface UsageSearch {
  /** First day, UTC, such as `2026-11-01`; the first of the month of the last day if absent. */
  readonly from?: string | undefined;
  /** Last day, UTC, which counts in; today if absent. */
  readonly to?: string | undefined;
  /** What to tell apart; days if absent. `tenant` needs the scope `admin`. */
  readonly groupBy?: readonly UsageGroup[] | undefined;
  readonly key?: string | undefined;
  readonly model?: string | undefined;
  /** For admins, who see all tenants otherwise. */
  readonly tenant?: string | undefined;
}

/** What the tasks of a tenant used and cost, in exact decimals of US dollars. */
export type ReadUsage = (search?: UsageSearch, options?: SignalOptions) => Promise<UsageReport>;

export const createReadUsage =
  ({ read }: Calls): ReadUsage =>
  ({ groupBy, ...search } = {}, options) =>
    read(['usage'], options, { ...search, group_by: groupBy });
