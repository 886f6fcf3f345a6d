import { within } from '@millrace/runtime';
import type { Readiness } from './readiness.js';

export interface CheckReadinessOptions {
  readonly ping: () => Promise<unknown>;
  readonly leaving: AbortSignal;
  /** Why Redis is refused, though it answers; empty = it is not. */
  readonly refusals: () => readonly string[];
}

const pingWithinMs = 1000;

/** Ready = Redis answers within a second, is not refused, and nobody has asked this instance to stop. */
export const createCheckReadiness =
  ({ ping, leaving, refusals }: CheckReadinessOptions): (() => Promise<Readiness>) =>
  async () => {
    if (leaving.aborted) return { status: 'stopping', checks: {} };
    const answers = ping().then(
      () => true,
      () => false,
    );
    const up = (await within(answers, pingWithinMs)) === true;
    if (!up) return { status: 'unavailable', checks: { redis: 'away' } };
    const unfit = refusals();
    return unfit.length > 0
      ? { status: 'unavailable', checks: { redis: `unfit: ${unfit.join(', ')}` } }
      : { status: 'ok', checks: { redis: 'ok' } };
  };
