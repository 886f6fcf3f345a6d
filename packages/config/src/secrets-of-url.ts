import type { Secret } from './secret.js';

/** What must not be seen of a URL with a password in it: all of it, and the password alone, as written and as meant. */
export const secretsOfUrl = (url: Secret): string[] => {
  const { password } = new URL(url.reveal());
  return [url.reveal(), password, decodeURIComponent(password)].filter((secret) => secret !== '');
};
