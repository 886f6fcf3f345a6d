import { within } from '@millrace/runtime';
import type { Readiness } from './readiness.js';

export interface CheckReadinessOptions {
  readonly ping: () => Promise<unknown>;
  readonly leaving: AbortSignal;
}

const pingWithinMs = 1000;

/** Ready = Redis answers within a second and nobody has asked this instance to stop. */
export const createCheckReadiness =
  ({ ping, leaving }: CheckReadinessOptions): (() => Promise<Readiness>) =>
  async () => {
    if (leaving.aborted) return { status: 'stopping', checks: {} };
    const answers = ping().then(
      () => true,
      () => false,
    );
    const up = (await within(answers, pingWithinMs)) === true;
    return { status: up ? 'ok' : 'unavailable', checks: { redis: up ? 'ok' : 'away' } };
  };
