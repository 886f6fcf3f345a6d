import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '@millrace/config';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether user and password are right; takes the same time whichever of them is wrong, and wherever. */
export const createCheckLogin = (expected: {
  readonly user: string;
  readonly password: Secret;
}): ((given: { readonly user: string; readonly password: string }) => boolean) => {
  const user = digestOf(expected.user);
  const password = digestOf(expected.password.reveal());
  return (given) => {
    const userFits = timingSafeEqual(user, digestOf(given.user));
    const passwordFits = timingSafeEqual(password, digestOf(given.password));
    return userFits && passwordFits;
  };
};
