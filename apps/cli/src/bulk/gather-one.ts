import { type Millrace, MillraceConnectionError, MillraceError } from '@millrace/sdk';
import type { OutLine } from './out-file.js';
import { pause } from './pause.js';
import type { Submitted } from './state-file.js';

export interface GatherOneOptions {
  readonly millrace: Millrace;
  readonly submitted: Submitted;
  /** Called when nobody answers for now. */
  readonly onWait: (message: string) => void;
  readonly signal: AbortSignal;
}

const firstWaitMs = 1000;
const longestWaitMs = 15_000;

const goneAnswers = new Set([404, 410]);

/** Waits for the end of a task, through outages of any length, and gives back its line of OUT. Throws for what concerns all tasks, such as a revoked key. */
export const gatherOne = async ({ millrace, submitted, onWait, signal }: GatherOneOptions): Promise<OutLine> => {
  const { line, id, custom_id } = submitted;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
    try {
      const { status, result, error, usage } = await millrace.tasks.wait(id, { signal });
      const why = error && { code: error.code, message: error.message };
      return { line, id, status, custom_id, result, error: why, usage };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof MillraceError && goneAnswers.has(error.status))
        return { line, id, status: 'gone', custom_id, error: { code: error.code, message: error.problem?.detail ?? error.message } };
      const mayPass = error instanceof MillraceConnectionError || (error instanceof MillraceError && error.retryable);
      if (!mayPass) throw error;
      onWait(error.message);
      await pause(Math.max(waitMs, Math.min(error.retryAfterMs ?? 0, 60_000)), signal);
    }
  }
};
