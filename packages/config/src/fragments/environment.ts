import { setting } from '../setting.js';
import { anyText } from '../text-schemas.js';

export const environmentFragment = {
  nodeEnv: setting({
    env: 'NODE_ENV',
    schema: anyText,
    describe: 'Turns the strict rules on when it is `production`: long keys, a long admin password, no Bull Board without a login.',
    whenToChange: 'Set it to `production` wherever others can reach the api.',
    default: 'development',
  }),
};
