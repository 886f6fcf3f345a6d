import { longestWaitSeconds } from '@millrace/contracts';

const wait = /^wait\s*=\s*"?(\d{1,9})"?$/i;

/** The wait a `Prefer` header asks for (RFC 7240), in seconds and no longer than is granted; undefined when it asks for none, or for one that cannot be read. */
export const preferredWaitSeconds = (prefer: string | string[] | undefined): number | undefined => {
  for (const preference of String(prefer ?? '').split(/[,;]/)) {
    const [, seconds] = wait.exec(preference.trim()) ?? [];
    // The first counts, as the standard says.
    if (seconds !== undefined) return Math.min(Number(seconds), longestWaitSeconds);
  }
  return undefined;
};
