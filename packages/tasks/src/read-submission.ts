import type { TaskPayload, TaskSchedule } from '@millrace/contracts';
import { guarded, type Keys, type Seal, type StoredTask } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { SubmitRequest } from './submit-outcome.js';
import { openOwnWebhook } from './webhooks/own-webhook.js';

export interface ReadSubmissionOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
}

/**
 * What a task that has ended asked for, as a submission that runs it again: its deadlines lie as far ahead as they did once, and nothing
 * holds it back; its webhook is told of the new one, too, and who runs again what succeeded wants another answer than the one that is kept. Undefined when that is no longer kept. Throws `StoreUnavailableError`.
 */
export type ReadSubmission = (
  task: StoredTask,
) => Promise<(Required<Pick<SubmitRequest, 'payload' | 'priority' | 'schedule' | 'retryOf'>> & Pick<SubmitRequest, 'webhook'>) | undefined>;

export const createReadSubmission =
  ({ redis, keys, seal }: ReadSubmissionOptions): ReadSubmission =>
  async (task) => {
    const { id, metadata } = task;
    const [payload, resultTtl, webhook] = await guarded(() =>
      Promise.all([redis.get(keys.payload(id)), redis.hget(keys.task(id), 'result_ttl'), redis.get(keys.taskWebhook(id))]),
    );
    if (payload === null) return undefined;
    const question = JSON.parse(seal.open(payload, `${id}:payload`)) as TaskPayload;
    const schedule = { ...deadlines(task), ...(resultTtl !== null && { resultTtlMs: Number(resultTtl) }) };
    const anew = task.state === 'succeeded' && { cache: { ...question.cache, noCache: true } };
    return {
      payload: { ...question, ...(metadata && { metadata }), ...anew },
      priority: task.priority,
      schedule,
      retryOf: id,
      ...(webhook !== null && { webhook: openOwnWebhook(webhook, id, seal) }),
    };
  };

const deadlines = ({ createdAtMs, runAtMs = createdAtMs, startByMs, finishByMs }: StoredTask): TaskSchedule => ({
  ...(startByMs !== undefined && { startBy: { inMs: startByMs - runAtMs } }),
  finishBy: { inMs: finishByMs - runAtMs },
});
