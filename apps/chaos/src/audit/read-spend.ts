import type { Caller } from '@millrace/testing';
import { nanoOf } from './nano-of.js';

export interface Spend {
  readonly calls: number;
  readonly estimatedCalls: number;
  /** Thousand-millionths of a dollar. */
  readonly costNano: bigint;
}

interface Totals {
  readonly calls: number;
  readonly estimated_calls: number;
  readonly cost_usd: string;
}

/** What the books say that the tasks of this caller used. */
export const readSpend = async (caller: Caller): Promise<Spend> => {
  const { status, body } = await caller.ask<{ totals: Totals }>('/v1/usage');
  if (status !== 200) throw new Error(`usage was answered ${status}`);
  const { calls, estimated_calls, cost_usd } = body.totals;
  return { calls, estimatedCalls: estimated_calls, costNano: nanoOf(cost_usd) };
};
