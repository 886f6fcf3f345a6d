import { milliseconds } from '../number-schemas.js';
import { setting } from '../setting.js';

export const timeoutsFragment = {
  connectMs: setting({
    env: 'MILLRACE_CONNECT_TIMEOUT_MS',
    schema: milliseconds(1),
    describe: 'How long connecting to the upstream may take, in milliseconds.',
    whenToChange: 'For an upstream far away.',
    default: '10000',
  }),
  firstByteMs: setting({
    env: 'MILLRACE_FIRST_BYTE_TIMEOUT_MS',
    schema: milliseconds(1),
    describe: 'How long the upstream may take until the first byte of its answer, in milliseconds.',
    whenToChange: 'For models that think long before they speak.',
    default: '120000',
  }),
  idleMs: setting({
    env: 'MILLRACE_IDLE_TIMEOUT_MS',
    schema: milliseconds(1),
    describe: 'How long the upstream may pause within its answer, in milliseconds.',
    whenToChange: 'For models that pause within an answer.',
    default: '60000',
  }),
  totalMs: setting({
    env: 'MILLRACE_TOTAL_TIMEOUT_MS',
    schema: milliseconds(1),
    describe: 'How long a call may take altogether, in milliseconds.',
    whenToChange: 'For very long answers.',
    default: '600000',
  }),
};
