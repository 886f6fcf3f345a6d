import { decimal, seconds, wholeNumber } from '../number-schemas.js';
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
  maxScheduleAheadSeconds: setting({
    env: 'MILLRACE_MAX_SCHEDULE_AHEAD_SECONDS',
    schema: seconds(1),
    describe: 'How far ahead a time that a task names (`run_at`, `start_by`, `finish_by`) may lie, in seconds.',
    whenToChange: 'When tasks are planned further ahead; each takes its place among the open ones until then.',
    default: '2592000',
  }),
  maxResultTtlSeconds: setting({
    env: 'MILLRACE_MAX_RESULT_TTL_SECONDS',
    schema: seconds(1),
    describe: 'The longest `result_ttl_seconds` a task may ask for.',
    whenToChange: 'With the memory of Redis; not above the time records are kept.',
    defaultShown: 'as `MILLRACE_TOMBSTONE_TTL_SECONDS`',
  }),
};
