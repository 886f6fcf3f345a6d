import { priorityWeightsSchema } from '../priority-weights.js';
import { setting } from '../setting.js';

export const fairShareFragment = {
  priorityWeights: setting({
    env: 'MILLRACE_PRIORITY_WEIGHTS',
    schema: priorityWeightsSchema,
    describe:
      'The share of each class of priority beside the others, as a comma list of `class=weight` from 0.001 to 1000; a class not listed keeps its default. None goes strictly before another.',
    whenToChange:
      'When interactive tasks wait too long behind others, or bulk tasks get too little done. Tasks that wait already keep their place.',
    default: 'interactive=4,standard=1,bulk=0.25',
  }),
};
