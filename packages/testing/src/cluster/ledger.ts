import type { Redis } from 'ioredis';

/** What Redis says has become of all tasks ever submitted. */
export interface Ledger {
  readonly submitted: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly expired: number;
  readonly lostAttempts: number;
  /** Submitted and not ended. */
  readonly open: number;
}

/** Reads the totals every script keeps; see packages/store/src/keys.ts. */
export const readLedger = async (redis: Redis, prefix: string): Promise<Ledger> => {
  const totals = await redis.hgetall(`${prefix}:totals`);
  const of = (name: string): number => Number(totals[name] ?? 0);
  const ended = of('succeeded') + of('failed') + of('cancelled') + of('expired');
  return {
    submitted: of('submitted'),
    succeeded: of('succeeded'),
    failed: of('failed'),
    cancelled: of('cancelled'),
    expired: of('expired'),
    lostAttempts: of('lost_attempts'),
    open: of('submitted') - ended,
  };
};
