import type { UsageGroup } from '@millrace/contracts';
import { addUsage, nothingUsed, type UsageRow, type UsageSums } from '@millrace/tasks';

export type GroupNames = { readonly [Group in UsageGroup]?: string };

export interface Gathered {
  readonly names: GroupNames;
  readonly sums: UsageSums;
}

export interface UsageGathering {
  add(row: UsageRow): void;
  size(): number;
  /** In the order of what they are gathered by, from the first to the last. */
  rows(): readonly Gathered[];
  totals(): UsageSums;
}

type NameOf = (row: UsageRow) => string;

/** Adds up rows of the books that have the same names. `modelOf`: the name of the model that a route serves. */
export const gatherUsage = (groupBy: readonly UsageGroup[], modelOf: (route: string) => string): UsageGathering => {
  const nameOf: Record<UsageGroup, NameOf> = {
    day: ({ day }) => day,
    month: ({ day }) => day.slice(0, 7),
    tenant: ({ tenant }) => tenant,
    key: ({ keyId }) => keyId,
    model: ({ route }) => modelOf(route),
    deployment: ({ deployment }) => deployment,
  };
  const gathered = new Map<string, Gathered>();
  let totals = nothingUsed;
  return {
    add(row) {
      const names = groupBy.map((group) => nameOf[group](row));
      const id = JSON.stringify(names);
      const known = gathered.get(id) ?? { names: Object.fromEntries(groupBy.map((group, at) => [group, names[at]])), sums: nothingUsed };
      gathered.set(id, { ...known, sums: addUsage(known.sums, row.sums) });
      totals = addUsage(totals, row.sums);
    },
    size: () => gathered.size,
    rows: () => [...gathered.values()].sort((one, other) => compare(groupBy, one.names, other.names)),
    totals: () => totals,
  };
};

const compare = (groupBy: readonly UsageGroup[], one: GroupNames, other: GroupNames): number => {
  for (const group of groupBy) {
    const [left = '', right = ''] = [one[group], other[group]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
};
