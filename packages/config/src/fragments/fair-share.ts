import { priorityWeightsSchema } from '../priority-weights.js';
import { setting } from '../setting.js';

export const fairShareFragment = {
  priorityWeights: setting({
    env: 'MILLRACE_PRIORITY_WEIGHTS',
    schema: priorityWeightsSchema,
    describe:
      'The share of each class of priority beside the others, as a comma list of `class=weight` from 0.01 to 100; a class not listed keeps its default. None goes strictly before another. Together with the weight of a key a task counts with 0.05 at least.',
    whenToChange:
      'When interactive tasks wait too long behind others, or bulk tasks get too little done. Tasks that wait already keep their place.',
    default: 'interactive=4,standard=1,bulk=0.25',
  }),
};
