import type { ChainableCommander, Redis } from 'ioredis';
import { guarded } from './store-unavailable-error.js';

/** The answers to one command for each text, in their order, all in one round trip. Throws `StoreUnavailableError`. */
export const runForEach = (
  redis: Redis,
  texts: readonly string[],
  add: (pipeline: ChainableCommander, text: string) => unknown,
): Promise<readonly unknown[]> =>
  guarded(async () => {
    const pipeline = redis.pipeline();
    for (const text of texts) add(pipeline, text);
    const answers = (await pipeline.exec()) ?? [];
    return answers.map(([error, answer]) => {
      if (error) throw error;
      return answer;
    });
  });
