import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request } from '../life/ground.js';
import { createDeliveryGround, type DeliveryGround, tenant } from './delivery-ground.js';

const webhook = { url: 'https://mine.example/a?token=1', secret: 'whsec_mine' };

describe('a task with a webhook of its own', () => {
  let ground: DeliveryGround;
  beforeEach(() => {
    ground = createDeliveryGround();
  });
  afterEach(() => ground.close());

  const ended = async (more: object = {}) => {
    const { id } = await ground.accepted({ webhook: { ...webhook, ...more } });
    return ground.end(id);
  };

  it('has it told of its end, signed with the secret it came with', async () => {
    const taskId = await ended();
    expect(await ground.claimed(await ground.only())).toMatchObject({ taskId, ...{ url: webhook.url, secrets: [webhook.secret] } });
  });

  it('has it told with the secret of its tenant when it brought none', async () => {
    const { id } = await ground.accepted({ webhook: { url: webhook.url } });
    await ground.end(id);
    expect((await ground.claimed(await ground.only())).secrets).toEqual(['default-secret']);
  });

  it('has it told of nothing but the events that it wants', async () => {
    await ended({ events: ['task.failed'] });
    expect(await ground.pending()).toEqual([]);
  });

  it('shows it when it was submitted, read and listed, without its query and never its secret', async () => {
    const task = await ground.accepted({ webhook: { ...webhook, events: ['task.failed'] } });
    const shown = { url: 'https://mine.example/a', events: ['task.failed'] };
    expect(task.webhook).toEqual(shown);
    expect((await ground.found(task.id)).webhook).toEqual(shown);
    const { tasks } = await ground.list({ tenant, limit: 5 });
    expect(tasks.map(({ webhook: listed }) => listed)).toEqual([shown]);
    expect(JSON.stringify([task, tasks, await ground.found(task.id)])).not.toMatch(/token|whsec/);
  });

  it('brings it along when it runs again', async () => {
    const task = await ground.found(await ended());
    const submission = await ground.readSubmission(task);
    expect(submission?.webhook).toEqual(webhook);
    const again = await ground.accepted({ ...request, ...submission });
    expect(again.webhook).toEqual({ url: 'https://mine.example/a', events: expect.arrayContaining(['task.succeeded', 'task.expired']) });
  });

  it('keeps it for as long as its answer, and not once it is erased', async () => {
    const id = await ended();
    expect(await ground.redis.pttl(ground.keys.taskWebhook(id))).toBeGreaterThan(0);
    const open = await ground.accepted({ webhook });
    expect(await ground.redis.pttl(ground.keys.taskWebhook(open.id))).toBe(-1);
    await ground.erase({ tenant, id: open.id });
    expect(await ground.redis.exists(ground.keys.taskWebhook(open.id))).toBe(0);
  });

  it('stores it once when the submission is repeated, and nothing of it for a task without one', async () => {
    const idempotency = { key: 'k', digest: 'd' };
    const { id } = await ground.accepted({ webhook, idempotency });
    expect(await ground.submit({ ...request, webhook, idempotency })).toEqual({ kind: 'replayed', id });
    await ground.accepted();
    expect((await ground.keysNow()).filter((key) => key.endsWith(':webhook'))).toEqual([ground.keys.taskWebhook(id)]);
  });

  it('may be among plain ones in a batch', async () => {
    const tasks = await Promise.all([ground.accepted(), ground.accepted({ webhook }), ground.accepted({ priority: 'bulk' })]);
    const found = await Promise.all(tasks.map(({ id }) => ground.found(id)));
    expect(found.map((task) => task.webhook?.url)).toEqual([undefined, 'https://mine.example/a', undefined]);
  });
});
