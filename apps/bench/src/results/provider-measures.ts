/** A figure that Millrace is held to by itself, with nothing beside it. */
export interface ProviderMeasure {
  readonly figure: string;
  readonly title: string;
  readonly digits: number;
  readonly target?: { readonly sign: '≥' | '≤' | '<'; readonly value: number };
}

const ofLoad = (name: string, what: string): readonly ProviderMeasure[] => [
  { figure: `${name}GoodputPercent`, title: `${what}: goodput, % of the limit`, digits: 1, target: { sign: '≥', value: 97 } },
  { figure: `${name}RefusedPercent`, title: `${what}: refused calls, %`, digits: 2, target: { sign: '<', value: 1 } },
  { figure: `${name}EarlyRetries`, title: `${what}: calls before Retry-After was over`, digits: 0, target: { sign: '≤', value: 0 } },
  { figure: `${name}PickUpsPerTask`, title: `${what}: pick-ups per task`, digits: 2, target: { sign: '≤', value: 2 } },
  { figure: `${name}DrainRatio`, title: `${what}: time to drain, × of the least possible`, digits: 3, target: { sign: '≤', value: 1.05 } },
];

const ofFault = (name: string, what: string): readonly ProviderMeasure[] => [
  { figure: `${name}FailedTasks`, title: `${what}: failed tasks`, digits: 0, target: { sign: '≤', value: 0 } },
  { figure: `${name}AddedP99Ms`, title: `${what}: added p99, ms`, digits: 0 },
];

/** In the order of the table. */
export const providerMeasures: readonly ProviderMeasure[] = [
  ...ofLoad('requests', '600 requests a minute'),
  ...ofLoad('tokens', '200,000 tokens a minute'),
  ...ofFault('dies', 'one of three deployments dies'),
  ...ofFault('hangs', 'one of three hangs'),
  ...ofFault('garbage', 'one of three answers garbage'),
];

/** Whether a value is as wanted; undefined when nothing is. */
export const meetsTarget = ({ target }: ProviderMeasure, value: number): boolean | undefined => {
  if (!target) return undefined;
  if (target.sign === '≥') return value >= target.value;
  return target.sign === '≤' ? value <= target.value : value < target.value;
};
