import type { JobScripts } from '@millrace/queue';
import type { Service } from '@millrace/runtime';
import { createScript, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';
import { attemptLeaseMs } from './create-attempts.js';
import { createTidyLimiters } from './limits/tidy-limiters.js';
import { sweepPauseMs } from './sweep-pause-ms.js';
import type { SweepReport } from './sweep-report.js';
import { createTendHeld } from './tend-held.js';
import { createTendShares } from './tend-shares.js';
import { createTidyTenants } from './tidy-tenants.js';

export interface SweeperOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly jobs: JobScripts;
  /** Who sweeps: the api's instance name. */
  readonly instance: string;
  readonly maxLostAttempts: number;
  readonly resultTtlSeconds: number;
  readonly tombstoneTtlSeconds: number;
  /** The lease of an attempt; see `attemptLeaseMs`. */
  readonly leaseMs?: number;
  readonly intervalMs?: number;
  readonly onReport: (report: SweepReport) => void;
  readonly onError: (error: unknown) => void;
}

export interface Sweeper extends Service {
  /** One pass, now. */
  sweep(): Promise<SweepReport>;
}

const sweeperLeaseMs = 5_000;
/** A pass takes Redis a few milliseconds, so even this many leave most of each second to others. */
const mostPasses = 20;
const tasksPerPass = 200;
/** To queue a task costs several times a look at it. */
const promotionsPerPass = 50;

/** Finds what would otherwise be forgotten: scheduled tasks, dead attempts, deadlines that have passed, tasks whose job is gone. One instance at a time. */
export const createSweeper = (options: SweeperOptions): Sweeper => {
  const { redis, keys, leaseMs = attemptLeaseMs, intervalMs = 1000, onReport, onError } = options;
  const script = createScript({ redis, keys, name: 'sweep', prelude: options.jobs.lua });
  const ttls = [options.resultTtlSeconds * 1000, options.tombstoneTtlSeconds * 1000];
  const tend = [
    createTendHeld(options),
    createTendShares(options),
    createTidyTenants({ redis, keys }),
    createTidyLimiters({ redis, keys }),
  ];
  const args = [options.instance, sweeperLeaseMs, tasksPerPass, promotionsPerPass, leaseMs, options.maxLostAttempts, ...ttls];
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();

  const sweep = async (): Promise<SweepReport> => {
    const [swept, expired = 0, lostAttempts = 0, requeued = 0, checked = 0, promoted = 0, nextDueMs = intervalMs] = (await script(
      keys.open,
      args,
    )) as number[];
    return { swept: swept === 1, expired, lostAttempts, requeued, checked, promoted, nextDueMs };
  };
  /** Passes until nothing is due any more, and when to begin again: deadlines are not to wait behind a long queue of looks. */
  const passes = async (): Promise<number> => {
    try {
      let report = await sweep();
      onReport(report);
      for (let pass = 1; report.nextDueMs === 0 && pass < mostPasses; pass += 1) {
        report = await sweep();
        onReport(report);
      }
      if (report.swept) for (const tendSome of tend) await tendSome();
      return sweepPauseMs(report, intervalMs);
    } catch (error) {
      onError(error);
      return intervalMs;
    }
  };
  const next = (pauseMs: number): void => {
    timer = setTimeout(() => {
      current = passes().then(next);
    }, pauseMs);
  };

  return {
    name: 'sweeper',
    sweep,
    async start() {
      next(intervalMs);
    },
    async stop() {
      clearTimeout(timer);
      await current;
      clearTimeout(timer);
    },
  };
};
