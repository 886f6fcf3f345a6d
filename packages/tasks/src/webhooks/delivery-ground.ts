import { deliveryQueue } from '@millrace/queue';
import { createGround, type GroundOptions, request, result, usage } from '../life/ground.js';
import type { ClaimedDelivery } from './delivery-outcomes.js';
import { createSigningSecrets } from './signing-secrets.js';
import { storedSecrets } from './stored-secrets.js';
import { taskWebhookContext } from './task-webhook.js';
import { createWebhookDeliveries } from './webhook-delivery.js';

export const { tenant } = request;
export const url = 'https://example.com/hook?token=canary-4711';

/** The domain on a real Redis, with webhooks: two failed deliveries in a row disable an endpoint. */
export const createDeliveryGround = (options: GroundOptions = {}) => {
  const ground = createGround(options);
  const secrets = createSigningSecrets({ ...ground, newSecret: () => 'default-secret' });
  const deliveries = createWebhookDeliveries({ ...ground, secrets, claimMs: 20_000, logTtlSeconds: 3600, maxFailures: 2 });

  const addEndpoint = async (id: string, more: Record<string, string> = {}) => {
    const { redis, keys } = ground;
    const fields = { tenant, url, events: '', enabled: '1', created: '5', secrets: storedSecrets('own-secret'), ...more };
    await redis.hset(keys.webhook(id), fields);
    await redis.sadd(keys.tenantWebhooks(fields.tenant), id);
  };
  const addTaskWebhook = async (taskId: string, events: string, secret?: string) => {
    await ground.redis.set(ground.keys.taskWebhook(taskId), ground.seal.seal(JSON.stringify({ url, secret }), taskWebhookContext(taskId)));
    await ground.redis.hset(ground.keys.task(taskId), 'hook', events);
  };
  const succeeded = async () => {
    const { id } = await ground.accepted();
    return end(id);
  };
  const end = async (id: string) => {
    const task = await ground.opened(id);
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result, usage });
    return id;
  };
  const pending = () => ground.redis.zrange(ground.keys.pendingDeliveries, '0', '-1');
  const jobs = () => ground.redis.zrange(`${ground.keys.queues}:${deliveryQueue}:prioritized`, '0', '-1');
  const only = async () => {
    const [id = '', ...others] = await pending();
    if (others.length > 0) throw new Error('more than one delivery is pending');
    return id;
  };
  const claimed = async (deliveryId: string, run = 1, holder = `holder-${Math.random()}`): Promise<ClaimedDelivery> => {
    const outcome = await deliveries.claim({ deliveryId, run }, holder);
    if (outcome.kind !== 'claimed') throw new Error(`not claimed but ${JSON.stringify(outcome)}`);
    return outcome.delivery;
  };
  const stateOf = (id: string) => ground.redis.hget(ground.keys.delivery(id), 'state');
  const makeDue = (id: string) => ground.redis.hset(ground.keys.delivery(id), 'next', 1);
  return { ...ground, deliveries, addEndpoint, addTaskWebhook, succeeded, end, pending, jobs, only, claimed, stateOf, makeDue };
};

export type DeliveryGround = ReturnType<typeof createDeliveryGround>;
