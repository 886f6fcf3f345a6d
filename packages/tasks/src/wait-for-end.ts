/**
 * Waits until a task has ended: resolves `'ended'` at that moment, `'timeout'` after `timeoutMs`, `'aborted'` when the
 * signal fires. Subscribe-then-read: a task that ended before the call resolves at once. Throws `StoreUnavailableError`.
 */
export type WaitForEnd = (request: {
  id: string;
  tenant: string;
  timeoutMs: number;
  signal: AbortSignal;
}) => Promise<'ended' | 'timeout' | 'aborted'>;
