import { afterEach, describe, expect, it } from '@jest/globals';
import { redisForTests } from '@millrace/testing';
import { impatient } from './impatient.js';

const testRedis = redisForTests();
afterEach(() => testRedis.close());

/** Keeps the event loop busy, as a burst of requests does. */
const block = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

describe('an impatient call', () => {
  it('takes an answer that arrived in time while the process itself was busy', async () => {
    await testRedis.redis.ping();
    const ping = impatient(async () => testRedis.redis.ping(), 20);
    const answer = ping();
    // Let the command leave before the loop is blocked for longer than the patience.
    await new Promise((resolve) => process.nextTick(resolve));
    block(100);
    expect(await answer).toBe('PONG');
  });
});
