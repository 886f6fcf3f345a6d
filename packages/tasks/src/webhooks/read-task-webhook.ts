import { guarded, type Keys, type Seal, type StoredTask, type TaskRecord } from '@millrace/store';
import type { Redis } from 'ioredis';
import { openOwnWebhook, shownWebhook } from './own-webhook.js';

export interface ReadTaskWebhookOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
}

/** Reads what may be shown of the webhook of a task, by its record; a task without one costs no question. Throws `StoreUnavailableError`. */
export type ReadTaskWebhook = (id: string, record: TaskRecord) => Promise<Pick<StoredTask, 'webhook'>>;

export const createReadTaskWebhook =
  ({ redis, keys, seal }: ReadTaskWebhookOptions): ReadTaskWebhook =>
  async (id, { hook }) => {
    const sealed = hook === undefined ? null : await guarded(() => redis.get(keys.taskWebhook(id)));
    return sealed === null ? {} : { webhook: shownWebhook(openOwnWebhook(sealed, id, seal)) };
  };
