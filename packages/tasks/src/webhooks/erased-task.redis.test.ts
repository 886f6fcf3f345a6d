import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createJobScripts } from '@millrace/queue';
import { request, result, usage } from '../life/ground.js';
import { tracesOf } from '../life/traces-of.js';
import { createDeliveryGround, type DeliveryGround, tenant } from './delivery-ground.js';
import { createReplayDelivery } from './replay-delivery.js';

const refused = { outcome: 'refused', statusCode: 500, durationMs: 12 } as const;

describe('the deliveries of a task that is erased', () => {
  let ground: DeliveryGround;
  beforeEach(() => {
    ground = createDeliveryGround();
  });
  afterEach(() => ground.close());

  it('go out without its metadata, and leave nothing of what was sent', async () => {
    await ground.addEndpoint('we_all', { url: 'https://example.com/' });
    const { id } = await ground.accepted({ payload: { ...request.payload, metadata: { order: 'canary-4711' } } });
    await ground.addTaskWebhook(id, '', 'canary-4711');
    await ground.end(id);
    const [first = '', second = ''] = await ground.pending();
    const sent = await ground.claimed(first);
    expect(await ground.deliveries.bodyOf(sent)).toContain('canary-4711');
    await ground.deliveries.record(sent, { ...refused, waitMs: 0 });
    await ground.erase({ tenant, id });
    for (const one of [first, second]) {
      const again = await ground.claimed(one);
      expect(await ground.deliveries.bodyOf(again)).not.toContain('canary-4711');
      expect(JSON.parse(await ground.deliveries.bodyOf(again))).toMatchObject({ data: { id, status: 'succeeded' } });
      await ground.deliveries.record(again, { outcome: 'delivered', durationMs: 1 });
    }
    expect(await tracesOf(ground, 'canary-4711')).toEqual([]);
  });

  it('keep no metadata that was read just before it was erased', async () => {
    await ground.addEndpoint('we_all');
    const id = await ground.succeeded();
    const delivery = await ground.claimed(await ground.only());
    // Its metadata is still there, as it was for an attempt that read it a moment ago.
    await ground.redis.hset(ground.keys.task(id), 'erased', 1);
    expect(JSON.parse(await ground.deliveries.bodyOf(delivery)).data).not.toHaveProperty('metadata');
  });

  it('keep nothing of what its failure said that was read just before it was erased', async () => {
    await ground.addEndpoint('we_all');
    const { id } = await ground.accepted();
    const task = await ground.opened(id);
    const failure = { code: 'upstream_rejected', message: 'it said canary-4711' } as const;
    await ground.one.settle(task, await ground.begun(task), { state: 'failed', ...failure });
    const delivery = await ground.claimed(await ground.only());
    // The record still has it, as it had for an attempt that read it a moment ago.
    await ground.redis.hset(ground.keys.delivery(delivery.id), 'erased', 1);
    const body = await ground.deliveries.bodyOf(delivery);
    expect(body).not.toContain('canary-4711');
    expect(JSON.parse(body)).toMatchObject({ data: { id, status: 'failed', error: { code: failure.code } } });
  });

  it.each([true, false])('are sent no more once its record is gone too, erased before their end or after (%s)', async (before) => {
    const { id: taskId } = await ground.accepted({ webhook: { url: 'https://mine.example/a', secret: 'whsec_mine' } });
    await ground.end(taskId);
    const id = await ground.only();
    const deliver = async () => ground.deliveries.record(await ground.claimed(id), { outcome: 'delivered', durationMs: 1 });
    if (!before) await deliver();
    await ground.erase({ tenant, id: taskId });
    if (before) await deliver();
    await ground.redis.del(ground.keys.task(taskId));
    const replay = createReplayDelivery({ ...ground, jobs: createJobScripts({ queuesPrefix: ground.keys.queues }) });
    expect(await replay({ tenant, id })).toBe('erased');
    expect(await ground.redis.hexists(ground.keys.delivery(id), 'target')).toBe(0);
  });

  it('tell how it ended of one that was erased before, whether it ran or waited', async () => {
    const waiting = await ground.accepted();
    const running = await ground.accepted();
    for (const { id } of [waiting, running]) await ground.addTaskWebhook(id, '');
    const task = await ground.opened(running.id);
    const attempt = await ground.begun(task);
    for (const { id } of [waiting, running]) await ground.erase({ tenant, id });
    await ground.one.settle(task, attempt, { state: 'succeeded', result, usage });
    const types = (await ground.pending()).map((one) => ground.redis.hget(ground.keys.delivery(one), 'type'));
    expect(await Promise.all(types)).toEqual(['task.cancelled', 'task.cancelled']);
    expect(await ground.redis.exists(ground.keys.taskWebhook(waiting.id), ground.keys.taskWebhook(running.id))).toBe(0);
  });
});
