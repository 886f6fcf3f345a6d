import { assembleMillrace } from './assemble-millrace.js';
import { pause } from './http/pause.js';
import type { Millrace, MillraceOptions } from './millrace.js';

/** A client of one installation. Sends nothing by itself, and has nothing to close. Throws a `TypeError` for a url or key that cannot be one. */
export const createMillrace = (options: MillraceOptions): Millrace =>
  assembleMillrace(options, { pause, random: Math.random, now: () => performance.now() });
