import type { JobScripts } from '@millrace/queue';
import { createScript, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';

export interface ReplayDeliveryOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly jobs: JobScripts;
}

export type ReplayOutcome =
  /** It is pending again. */
  | 'queued'
  /** Never was, is forgotten, or belongs to another tenant: the same to whoever asks. */
  | 'unknown'
  /** It has attempts left. */
  | 'pending'
  /** What was sent was erased with its task. */
  | 'erased'
  /** Its endpoint is disabled or deleted. */
  | 'disabled';

/** Has a delivery of a tenant that has come to an end sent again, under the same id with the same bytes. Throws `StoreUnavailableError`. */
export type ReplayDelivery = (delivery: { readonly tenant: string; readonly id: string }) => Promise<ReplayOutcome>;

export const createReplayDelivery = ({ redis, keys, jobs }: ReplayDeliveryOptions): ReplayDelivery => {
  const script = createScript({ redis, keys, name: 'replay-delivery', prelude: jobs.lua });
  return async ({ tenant, id }) => (await script(keys.delivery(id), [id, tenant])) as ReplayOutcome;
};
