import { seconds } from '../number-schemas.js';
import { setting } from '../setting.js';

export const finishByFragment = {
  finishBySeconds: setting({
    env: 'MILLRACE_FINISH_BY_SECONDS',
    schema: seconds(1),
    describe:
      'How long a task that names no `finish_by` may take before it expires, in seconds: from its submission, or from its `run_at` or `start_by`.',
    whenToChange: 'When an answer is worthless sooner, or a backlog lasts longer.',
    default: '86400',
  }),
};
