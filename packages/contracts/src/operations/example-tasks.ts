import type { TaskView } from '../task-view.js';

const id = 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1';
const nextId = 'task_019ab0d1-07aa-7f2e-9c41-5b1e88a0c2d4';
const text = 'Because water turns wheels.';
const linksOf = (of: string) => ({ self: `/v1/tasks/${of}`, events: `/v1/tasks/${of}/events` });

const base = {
  id,
  model: 'gpt-4o-mini',
  priority: 'standard',
  created_at: '2026-11-23T12:00:00.000Z',
  finish_by: '2026-11-24T12:00:00.000Z',
  lost_attempts: 0,
  metadata: { order: '42' },
  links: linksOf(id),
} as const;

/** One task at several moments, for the documentation. */
export const exampleTasks = {
  queued: {
    ...base,
    status: 'queued',
    position: { ahead: 12, estimate: true },
    estimated_start_at: '2026-11-23T12:00:03.200Z',
    attempts: 0,
    timings: {},
  },
  succeeded: {
    ...base,
    status: 'succeeded',
    started_at: '2026-11-23T12:00:03.150Z',
    ended_at: '2026-11-23T12:00:04.020Z',
    result_until: '2026-11-24T12:00:04.020Z',
    attempts: 1,
    cached: false,
    result: {
      text,
      message: { role: 'assistant', content: text },
      finish_reason: 'stop',
      model: 'gpt-4o-mini-2024-07-18',
      deployment: 'api.openai.com',
    },
    usage: { input_tokens: 14, output_tokens: 5, total_tokens: 19 },
    cost: { usd: '0.0000051' },
    timings: { queued_ms: 3150, first_token_ms: 420, running_ms: 870, total_ms: 4020 },
  },
  cancelling: {
    ...base,
    status: 'running',
    started_at: '2026-11-23T12:00:03.150Z',
    position: { ahead: 0, estimate: true },
    cancel_requested_at: '2026-11-23T12:00:03.700Z',
    attempts: 1,
    timings: { queued_ms: 3150 },
  },
  cancelled: {
    ...base,
    status: 'cancelled',
    started_at: '2026-11-23T12:00:03.150Z',
    ended_at: '2026-11-23T12:00:03.720Z',
    result_until: '2026-11-24T12:00:03.720Z',
    cancel_requested_at: '2026-11-23T12:00:03.700Z',
    attempts: 1,
    cached: false,
    partial: { text: 'Because water' },
    error: {
      code: 'cancelled',
      message: 'The task was cancelled before it ended.',
      retryable: false,
      origin: 'caller',
      attempt_history: [{ number: 1, outcome: 'cancelled', ended_at: '2026-11-23T12:00:03.720Z', code: 'cancelled' }],
    },
    timings: { queued_ms: 3150, running_ms: 570, total_ms: 3720 },
  },
  again: {
    ...base,
    id: nextId,
    status: 'queued',
    created_at: '2026-11-23T12:13:51.000Z',
    finish_by: '2026-11-24T12:13:51.000Z',
    position: { ahead: 0, estimate: true },
    estimated_start_at: '2026-11-23T12:13:51.000Z',
    attempts: 0,
    timings: {},
    retry_of: id,
    links: linksOf(nextId),
  },
} as const satisfies Record<string, TaskView>;
