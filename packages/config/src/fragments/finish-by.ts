import { seconds } from '../number-schemas.js';
import { setting } from '../setting.js';

export const finishByFragment = {
  finishBySeconds: setting({
    env: 'MILLRACE_FINISH_BY_SECONDS',
    schema: seconds(1),
    describe: 'How long a task may take from submission to its end before it expires, in seconds.',
    whenToChange: 'When an answer is worthless sooner, or a backlog lasts longer.',
    default: '86400',
  }),
};
