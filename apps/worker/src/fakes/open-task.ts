import type { TaskPayload } from '@millrace/contracts';
import type { LlmFailed, LlmSuccess } from '@millrace/llm';
import type { Attempt, OpenTask } from '@millrace/tasks';

/** A task as a worker loads it, but for what the test says. */
export const openTask = ({
  payload,
  ...given
}: Partial<Omit<OpenTask, 'payload'>> & { payload?: Partial<TaskPayload> } = {}): OpenTask => ({
  id: 'task_1',
  run: 1,
  tenant: 'acme',
  route: 'small',
  model: 'small',
  createdAtMs: 0,
  finishByMs: 86_400_000,
  heldMs: 0,
  requestId: 'request-1',
  ...given,
  payload: { messages: [{ role: 'user', content: 'Why do mills stand beside rivers?' }], ...payload },
});

export const anAttempt = (given: Partial<Attempt> = {}): Attempt => ({
  taskId: 'task_1',
  run: 1,
  fence: 1,
  number: 1,
  queuedMs: 5,
  begun: 1,
  followers: 0,
  storedEvents: 0,
  deployment: 'here',
  startInMs: 0,
  ...given,
});

export const success = (given: Partial<LlmSuccess> = {}): LlmSuccess => ({
  kind: 'succeeded',
  text: 'For the water.',
  message: { role: 'assistant', content: 'For the water.' },
  finishReason: 'stop',
  model: 'small-2026',
  usage: { inputTokens: 9, outputTokens: 4, totalTokens: 13 },
  firstDeltaMs: 40,
  ...given,
});

export const failed = (given: Partial<LlmFailed['failure']> = {}): LlmFailed => ({
  kind: 'failed',
  failure: {
    code: 'upstream_unavailable',
    message: 'The provider answered 503.',
    retryable: true,
    blame: 'deployment',
    sent: true,
    status: 503,
    ...given,
  },
});

export const aborted = { kind: 'aborted', sent: true, partial: { text: 'For', usage: null } } as const;

/** Who was asked, in the tests. */
export const askedAt = (name: string) => ({ name, baseUrl: `https://${name}.example/v1`, upstreamModel: 'small-1' });
