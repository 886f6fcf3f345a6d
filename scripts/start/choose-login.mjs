import { keptSecret } from '../setup/kept-secret.mjs';

/** The login of Bull Board: the user's own, or `admin` with a password made for this folder and kept. `shown` is what to print. */
export const chooseLogin = (settings) => {
  const user = settings.MILLRACE_ADMIN_USER || 'admin';
  if (settings.MILLRACE_ADMIN_PASSWORD || settings.MILLRACE_ADMIN_PASSWORD_FILE) {
    return { environment: { MILLRACE_ADMIN_USER: user }, shown: `user ${user}, your password` };
  }
  const password = keptSecret('bull-board-password');
  return { environment: { MILLRACE_ADMIN_USER: user, MILLRACE_ADMIN_PASSWORD: password }, shown: `user ${user}, password ${password}` };
};
