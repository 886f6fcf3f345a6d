import type { Attempt } from '../attempt-outcomes.js';
import { createGround, type GroundOptions, request, result, route } from '../life/ground.js';
import type { SubmitRequest } from '../submit-outcome.js';

/** Whole thousandths of a token that make one priority. */
export const unit = 1_000_000;

/** A ground whose queue is read as BullMQ orders it. */
export const createShareGround = (options: GroundOptions = {}) => {
  const ground = createGround(options);
  const { redis, keys } = ground;
  const queue = `${keys.queues}:${route.slug}`;
  const taskOf = (job: string): string => job.replace(/\.\d+$/, '');
  const submit = ground.submitter({ maxOpenTasks: 1_000_000, limit: { limit: 1_000_000, windowSeconds: 60 } });
  /** Next to nothing goes in, so what is charged is what may come out. */
  const more = { payload: { messages: [] } };

  return {
    ...ground,
    queue,
    submitted: async (by: Partial<SubmitRequest> = {}) => (await ground.accepted({ ...more, ...by }, submit)).id,
    /** The tasks that wait, the next first. */
    async order(): Promise<readonly string[]> {
      return (await redis.zrange(`${queue}:prioritized`, '0', '-1')).map(taskOf);
    },
    /** The next task, taken as BullMQ takes it; its job counts as being worked on. */
    async taken(): Promise<string | undefined> {
      const [job] = await redis.zpopmin(`${queue}:prioritized`);
      if (job === undefined) return undefined;
      await redis.lpush(`${queue}:active`, job);
      return taskOf(job);
    },
    /** What BullMQ does once a job is done. */
    async jobDone(id: string, run = 1): Promise<void> {
      await redis.lrem(`${queue}:active`, 1, `${id}.${run}`);
      await redis.del(`${queue}:${id}.${run}`);
    },
    /** Makes each task cost a unit: 4 tokens that go in, and the rest as the mean says. */
    costsOneUnit: () => redis.hset(keys.fair(route.slug), 'mean', 996),
    /** Ends a task that has begun, at what it was charged for. */
    async succeed(id: string): Promise<void> {
      const { fence = '' } = await redis.hgetall(keys.task(id));
      const attempt = attemptOf(id, Number(fence));
      const usage = { inputTokens: 4, outputTokens: 996, totalTokens: 1000 };
      await ground.one.settle(await ground.opened(id), attempt, { state: 'succeeded', result, usage });
      await this.jobDone(id);
    },
    async share(): Promise<Readonly<Record<string, string>>> {
      return redis.hgetall(keys.fair(route.slug));
    },
    /** A flow's last pass, until when it has paid, and its tasks that have a pass. */
    async flow(name = `standard:${request.tenant}`): Promise<readonly [issued: number, owed: number, open: number]> {
      const [issued = 0, owed = 0, open = 0] = ((await redis.hget(keys.fair(route.slug), name)) ?? '').split(' ').map(Number);
      return [issued, owed, open];
    },
    async shareOf(id: string): Promise<{ readonly pass: number; readonly charged: number; readonly estimate: number }> {
      const [, pass, charged = 0, estimate = 0] = ((await redis.hget(keys.task(id), 'share')) ?? '').split(' ').map(Number);
      return { pass: pass ?? Number.NaN, charged, estimate };
    },
  };
};

export type ShareGround = ReturnType<typeof createShareGround>;

const attemptOf = (taskId: string, fence: number): Attempt => {
  const none = { queuedMs: 0, followers: 0, storedEvents: 0, startInMs: 0 };
  return { taskId, run: 1, fence, number: 1, begun: 1, deployment: 'd', ...none };
};
