import { decimal, wholeNumber } from '../number-schemas.js';
import { setting } from '../setting.js';

export const ceilingsFragment = {
  maxOpenTasks: setting({
    env: 'MILLRACE_MAX_OPEN_TASKS',
    schema: wholeNumber({ min: 1, unit: 'tasks' }),
    describe: 'How many tasks may be accepted and not ended; further ones are refused until some end.',
    whenToChange: 'With the memory of Redis: an open task takes its prompt and about 2 kB.',
    default: '100000',
  }),
  maxMemoryShare: setting({
    env: 'MILLRACE_MAX_MEMORY_SHARE',
    schema: decimal({ min: 0.1, max: 1 }),
    describe: "The share of Redis's `maxmemory` above which tasks are refused; without a `maxmemory` it does nothing.",
    whenToChange: 'When other programs share the Redis.',
    default: '0.8',
  }),
};
