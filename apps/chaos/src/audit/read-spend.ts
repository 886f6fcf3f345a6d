import type { Caller } from '@millrace/testing';

export interface Spend {
  readonly calls: number;
  readonly estimatedCalls: number;
}

/** What the books say that the tasks of this caller used. */
export const readSpend = async (caller: Caller): Promise<Spend> => {
  const { status, body } = await caller.ask<{ totals: { calls: number; estimated_calls: number } }>('/v1/usage');
  if (status !== 200) throw new Error(`usage was answered ${status}`);
  return { calls: body.totals.calls, estimatedCalls: body.totals.estimated_calls };
};
