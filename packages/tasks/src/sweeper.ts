import type { JobScripts } from '@millrace/queue';
import type { Service } from '@millrace/runtime';
import { createScript, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';
import { attemptLeaseMs } from './create-attempts.js';
import type { SweepReport } from './sweep-report.js';

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

/** Finds what would otherwise be forgotten: dead attempts, deadlines that have passed, tasks whose job is gone. One instance at a time. */
export const createSweeper = (options: SweeperOptions): Sweeper => {
  const { redis, keys, leaseMs = attemptLeaseMs, intervalMs = 1000, onReport, onError } = options;
  const script = createScript({ redis, keys, name: 'sweep', prelude: options.jobs.lua });
  const ttls = [options.resultTtlSeconds * 1000, options.tombstoneTtlSeconds * 1000];
  const args = [options.instance, sweeperLeaseMs, tasksPerPass, leaseMs, options.maxLostAttempts, ...ttls];
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();

  const sweep = async (): Promise<SweepReport> => {
    const [swept, expired = 0, lostAttempts = 0, requeued = 0, checked = 0] = (await script(keys.open, args)) as number[];
    return { swept: swept === 1, expired, lostAttempts, requeued, checked };
  };
  const pass = async (): Promise<void> => {
    try {
      // A full pass means that more is due; deadlines are not to wait behind a long queue of looks.
      for (let passes = 0, full = true; full && passes < mostPasses; passes += 1) {
        const report = await sweep();
        onReport(report);
        full = report.checked === tasksPerPass;
      }
    } catch (error) {
      onError(error);
    }
  };
  const next = (): void => {
    timer = setTimeout(() => {
      current = pass().then(next);
    }, intervalMs);
  };

  return {
    name: 'sweeper',
    sweep,
    async start() {
      next();
    },
    async stop() {
      clearTimeout(timer);
      await current;
      clearTimeout(timer);
    },
  };
};
