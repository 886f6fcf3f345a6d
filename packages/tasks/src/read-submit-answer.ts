import type { WaitingReason } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { Submission } from './submit-arguments.js';
import type { LimitState, SubmitOutcome, TaskLimit, TimeRefusal } from './submit-outcome.js';
import { shownWebhook } from './webhooks/own-webhook.js';

/** What `submit.lua` answered for one task, in words. */
export const readSubmitAnswer = (answer: string, submission: Submission, common: TaskLimit): SubmitOutcome => {
  const limit = limitOf(submission, common);
  const [kind, ...words] = answer.split(' ');
  const [first = 0, second = 0, third = 0, fourth = 0] = words.map(Number);
  switch (kind) {
    case 'accepted':
      return { kind, limit: stateOf(limit, third, fourth), task: storedTask(submission, words) };
    case 'replayed':
      return { kind, id: words[0] ?? '' };
    case 'mismatch':
      return { kind: 'key_reused' };
    case 'missing':
    case 'open':
      return { kind: 'not_retried', because: kind };
    case 'refused':
      return { kind, refusal: { field: words[0], reason: words[1] } as TimeRefusal };
    case 'exhausted':
      return { kind: 'budget_exhausted', period: words[0] as 'day' | 'month', resetMs: second };
    case 'limited':
      return { kind, retryAfterMs: first, limit: stateOf(limit, second, third) };
    case 'full':
      return { kind: 'queue_full', openTasks: first };
    case 'no_room':
      return { kind: 'memory_full' };
    default:
      throw new Error('the script answered with something unknown');
  }
};

/** The task as a read would show it now. */
const storedTask = ({ id, request }: Submission, words: readonly string[]): StoredTask => {
  const [createdAtMs = 0, finishByMs = 0, _remaining, _resetMs, runAtMs = 0, startByMs = 0] = words.map(Number);
  const { tenant, route, payload, retryOf, webhook, priority = 'standard' } = request;
  return {
    id,
    run: 1,
    tenant,
    state: runAtMs > 0 ? 'scheduled' : 'queued',
    route: route.slug,
    model: route.model,
    priority,
    createdAtMs,
    finishByMs,
    ...(runAtMs > 0 && { runAtMs }),
    ...(startByMs > 0 && { startByMs }),
    ...(words[6] && { waitingReason: words[6] as WaitingReason }),
    attempts: 0,
    lostAttempts: 0,
    attemptHistory: [],
    cached: false,
    ...(retryOf !== undefined && { retryOf }),
    told: { seq: 1, attempt: 0, deltas: 0, units: 0, toolCalls: false },
    ...(payload.metadata && { metadata: payload.metadata }),
    ...(webhook && { webhook: shownWebhook(webhook) }),
  };
};

/** What its key may, if that is not what all may. */
const limitOf = ({ request: { keyLimits } }: Submission, common: TaskLimit): TaskLimit =>
  keyLimits?.tasksPerMinute === undefined ? common : { limit: keyLimits.tasksPerMinute, windowSeconds: 60 };

const stateOf = (limit: TaskLimit, remaining: number, resetMs: number): LimitState => ({ ...limit, remaining, resetMs });
