import { seconds } from '../number-schemas.js';
import { setting } from '../setting.js';

export const retentionFragment = {
  resultTtlSeconds: setting({
    env: 'MILLRACE_RESULT_TTL_SECONDS',
    schema: seconds(1),
    describe: 'How long prompt and result are kept after the end of a task, in seconds.',
    whenToChange: 'When callers fetch late, or Redis should hold less.',
    default: '86400',
  }),
  tombstoneTtlSeconds: setting({
    env: 'MILLRACE_TOMBSTONE_TTL_SECONDS',
    schema: seconds(1),
    describe: 'How long the record of an ended task is kept, so that its id answers 410 and not 404, in seconds.',
    whenToChange: 'When callers ask very late; not below the time results are kept.',
    default: '604800',
  }),
};
