import { z } from 'zod';
import { queryNumber } from './query-number.js';

/** The longest a caller can have the line held, in seconds. */
export const longestWaitSeconds = 60;

const description = `Hold the line for up to so many seconds, at most ${longestWaitSeconds}, until the task has ended.`;

/** `?wait=30` */
export const waitQuery = z.strictObject({ wait: queryNumber({ minimum: 0, maximum: longestWaitSeconds, description }) });

/** `Prefer: wait=30` (RFC 7240), for the documentation; a preference that cannot be read is ignored, as the standard says. */
export const preferWait = { Prefer: `\`wait=30\`: ${description} (RFC 7240)` } as const;
