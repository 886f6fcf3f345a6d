import type { StoredTask } from '@millrace/store';

export const taskId = 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1';
export const createdAtMs = Date.UTC(2026, 10, 23, 12);

/** A queued task, read a second after it was submitted, with what a test changes. */
export const storedTask = (change: Partial<StoredTask> = {}): StoredTask => ({
  id: taskId,
  run: 1,
  tenant: 'acme',
  state: 'queued',
  route: 'small',
  model: 'small',
  priority: 'standard',
  createdAtMs,
  readAtMs: createdAtMs + 1000,
  finishByMs: createdAtMs + 86_400_000,
  attempts: 0,
  lostAttempts: 0,
  attemptHistory: [],
  cached: false,
  told: { seq: 1, attempt: 0, deltas: 0, units: 0, toolCalls: false },
  ...change,
});

export const succeeded = (change: Partial<StoredTask> = {}): StoredTask =>
  storedTask({
    state: 'succeeded',
    attempts: 1,
    startedAtMs: createdAtMs + 100,
    endedAtMs: createdAtMs + 900,
    firstDeltaMs: 300,
    result: {
      text: 'Because water turns wheels.',
      message: { role: 'assistant', content: 'Because water turns wheels.' },
      finishReason: 'stop',
      model: 'small-2026',
      deployment: 'test.example',
    },
    usage: { inputTokens: 8, outputTokens: 5, totalTokens: 13 },
    ...change,
  });

export const failed = (change: Partial<StoredTask> = {}): StoredTask =>
  storedTask({
    state: 'failed',
    attempts: 5,
    endedAtMs: createdAtMs + 900,
    failure: { code: 'upstream_unavailable', message: 'The provider answered 500 five times.' },
    ...change,
  });

export const cancelled = (change: Partial<StoredTask> = {}): StoredTask =>
  storedTask({
    state: 'cancelled',
    cancelRequestedAtMs: createdAtMs + 800,
    endedAtMs: createdAtMs + 900,
    failure: { code: 'cancelled', message: 'Cancelled before it began.' },
    ...change,
  });
