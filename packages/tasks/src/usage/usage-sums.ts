/** What was used, in calls of models that were sent. */
export interface UsageSums {
  readonly calls: number;
  readonly inputTokens: number;
  /** Of these, how many the provider read from its cache. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** Thousand-millionths of a US dollar. */
  readonly costNano: bigint;
  /** Calls whose tokens are estimated, and their part of the cost. */
  readonly estimatedCalls: number;
  readonly estimatedCostNano: bigint;
  /** Calls that used something whose price is not known. */
  readonly unpricedCalls: number;
}

export const nothingUsed: UsageSums = {
  calls: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  costNano: 0n,
  estimatedCalls: 0,
  estimatedCostNano: 0n,
  unpricedCalls: 0,
};

export const addUsage = (one: UsageSums, other: UsageSums): UsageSums => ({
  calls: one.calls + other.calls,
  inputTokens: one.inputTokens + other.inputTokens,
  cachedInputTokens: one.cachedInputTokens + other.cachedInputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  costNano: one.costNano + other.costNano,
  estimatedCalls: one.estimatedCalls + other.estimatedCalls,
  estimatedCostNano: one.estimatedCostNano + other.estimatedCostNano,
  unpricedCalls: one.unpricedCalls + other.unpricedCalls,
});

/** Reads a row as `book-usage.lua` writes it. */
export const readUsageSums = (row: string): UsageSums => {
  const [calls, input, cached, output, cost = '0', estimated, estimatedCost = '0', unpriced] = row.split(' ');
  return {
    calls: Number(calls),
    inputTokens: Number(input),
    cachedInputTokens: Number(cached),
    outputTokens: Number(output),
    costNano: BigInt(cost),
    estimatedCalls: Number(estimated),
    estimatedCostNano: BigInt(estimatedCost),
    unpricedCalls: Number(unpriced),
  };
};
