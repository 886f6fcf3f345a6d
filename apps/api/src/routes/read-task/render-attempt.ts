import type { PastAttempt } from '@millrace/store';
import { renderTime } from './render-time.js';

/** An attempt that did not end its task in success. */
export const renderAttempt = ({ number, outcome, endedAtMs, worker, deployment, code }: PastAttempt) => ({
  number,
  outcome,
  ended_at: renderTime(endedAtMs),
  ...(worker !== undefined && { worker }),
  ...(deployment !== undefined && { deployment }),
  ...(code !== undefined && { code }),
});
