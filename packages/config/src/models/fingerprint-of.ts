import { createHash } from 'node:crypto';

/** The first 12 hex digits of the SHA-256 of `millrace credential ` and the secret: tells one secret from another without saying either. */
export const fingerprintOf = (secret: string): string =>
  createHash('sha256').update(`millrace credential ${secret}`).digest('hex').slice(0, 12);
