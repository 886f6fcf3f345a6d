import { z } from 'zod';
import { setting } from '../setting.js';
import { secretText } from '../text-schemas.js';

const userName = z.string().regex(/^[^\s:]{1,100}$/, 'must be a name without spaces and colons, of at most 100 characters');

export const adminLoginFragment = {
  user: setting({
    env: 'MILLRACE_ADMIN_USER',
    schema: userName,
    describe: "The user of Bull Board's login.",
    whenToChange: 'To turn Bull Board on, together with the password.',
    defaultShown: 'unset: no Bull Board',
  }),
  password: setting({
    env: 'MILLRACE_ADMIN_PASSWORD',
    schema: secretText,
    describe: "The password of Bull Board's login.",
    whenToChange: 'To turn Bull Board on; at least 12 characters in production.',
    defaultShown: 'unset: no Bull Board',
    secret: true,
  }),
};
