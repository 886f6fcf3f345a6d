import { seconds, wholeNumber } from '../number-schemas.js';
import { setting } from '../setting.js';

export const cacheFragment = {
  ttlSeconds: setting({
    env: 'MILLRACE_CACHE_TTL_SECONDS',
    schema: seconds(0),
    describe: 'How long an answer serves identical tasks of the same tenant, in seconds; 0 turns the cache off.',
    whenToChange: '0 where every task should get a fresh answer.',
    default: '3600',
  }),
  entries: setting({
    env: 'MILLRACE_CACHE_ENTRIES',
    schema: wholeNumber({ min: 1, max: 1_000_000, unit: 'entries' }),
    describe: "How many answers a worker keeps in its own memory in front of Redis's.",
    whenToChange: 'With the memory of the worker.',
    default: '1000',
  }),
};
