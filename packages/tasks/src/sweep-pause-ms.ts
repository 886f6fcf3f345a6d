import type { SweepReport } from './sweep-report.js';

const shortestMs = 50;

/** How long to sleep after a pass: until something is due, a whole round at most. */
export const sweepPauseMs = ({ nextDueMs }: Pick<SweepReport, 'nextDueMs'>, intervalMs: number): number =>
  Math.min(intervalMs, Math.max(shortestMs, nextDueMs));
