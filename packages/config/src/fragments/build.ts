import { setting } from '../setting.js';
import { plainName } from '../text-schemas.js';

export const buildFragment = {
  commit: setting({
    env: 'MILLRACE_COMMIT',
    schema: plainName,
    describe: 'The commit that runs, as `millrace_build_info` tells it.',
    whenToChange: 'Set by whatever builds an image; it changes nothing else.',
    default: 'unknown',
  }),
};
