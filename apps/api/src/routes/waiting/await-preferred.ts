import type { StoredTask } from '@millrace/store';
import type { OperationCall } from '../../http/operation-call.js';
import { preferredWaitSeconds } from '../../http/preferred-wait.js';
import type { Waiter } from './await-end.js';
import type { AwaitSubmitted } from './await-submitted.js';

export interface Awaited {
  readonly task: StoredTask;
  /** Says which wait was granted. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Waits as long as a `Prefer` header asks. A preference may be ignored, and is when too many wait already. */
export type AwaitPreferred = (call: Waiter & Pick<OperationCall<unknown>, 'headers'>, task: StoredTask) => Promise<Awaited>;

export const createAwaitPreferred =
  (awaitSubmitted: AwaitSubmitted): AwaitPreferred =>
  async (call, stored) => {
    const seconds = preferredWaitSeconds(call.headers.prefer);
    if (seconds === undefined) return { task: stored, headers: {} };
    const { task, waited } = await awaitSubmitted(call, stored, seconds);
    return { task, headers: waited ? { 'preference-applied': `wait=${seconds}` } : {} };
  };
