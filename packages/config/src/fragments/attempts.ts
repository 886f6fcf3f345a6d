import { milliseconds, wholeNumber } from '../number-schemas.js';
import { setting } from '../setting.js';
import { commaList } from '../text-schemas.js';

export const attemptsFragment = {
  routes: setting({
    env: 'MILLRACE_ROUTES',
    schema: commaList,
    describe: 'The models this worker serves, as a comma list, or `all`; the flag `--routes` goes before it.',
    whenToChange: 'When some models need workers of their own.',
    default: 'all',
  }),
  concurrency: setting({
    env: 'MILLRACE_CONCURRENCY',
    schema: wholeNumber({ min: 1, max: 10_000, unit: 'attempts' }),
    describe: 'How many attempts this worker runs at once for each route; the flag `--concurrency` goes before it.',
    whenToChange: 'With what the upstream can take, divided by the number of workers.',
    default: '100',
  }),
  maxAttempts: setting({
    env: 'MILLRACE_MAX_ATTEMPTS',
    schema: wholeNumber({ min: 1, max: 100, unit: 'attempts' }),
    describe: 'How often a task is tried before it fails.',
    whenToChange: 'When the upstream fails often, or a failure should show soon.',
    default: '5',
  }),
  maxLostAttempts: setting({
    env: 'MILLRACE_MAX_LOST_ATTEMPTS',
    schema: wholeNumber({ min: 1, max: 100, unit: 'attempts' }),
    describe: 'How many attempts of a task may be lost with their worker before it fails.',
    whenToChange: 'Higher where workers are killed often, such as on spot machines.',
    default: '5',
  }),
  retryBaseMs: setting({
    env: 'MILLRACE_RETRY_BASE_MS',
    schema: milliseconds(1),
    describe:
      'The longest wait before the first retry, in milliseconds; it doubles with each further one, and the wait is random below it.',
    whenToChange: 'Seldom.',
    default: '1000',
  }),
  retryCapMs: setting({
    env: 'MILLRACE_RETRY_CAP_MS',
    schema: milliseconds(1),
    describe: 'The longest wait before any retry, in milliseconds; a longer one that the upstream asks for is obeyed.',
    whenToChange: 'Seldom.',
    default: '60000',
  }),
};
