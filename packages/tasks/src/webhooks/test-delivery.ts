import type { JobScripts } from '@millrace/queue';
import { createScript, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { EndpointOf } from './endpoints.js';
import { newDeliveryId } from './webhook-ids.js';

export interface TestDeliveryOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly jobs: JobScripts;
}

/** Has an event of the type `webhook.test` sent to an endpoint; returns the id of the delivery, or undefined when there is no such endpoint of this tenant. Throws `StoreUnavailableError`. */
export type TestDelivery = (endpoint: EndpointOf) => Promise<string | undefined>;

export const createTestDelivery = ({ redis, keys, jobs }: TestDeliveryOptions): TestDelivery => {
  const script = createScript({ redis, keys, name: 'test-webhook', prelude: jobs.lua });
  return async ({ tenant, id }) => {
    const delivery = newDeliveryId();
    return (await script(keys.webhook(id), [id, tenant, delivery])) === 1 ? delivery : undefined;
  };
};
