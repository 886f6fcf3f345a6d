import { z } from 'zod';
import { queryNumber } from './query-number.js';

/** How many entries a page of a list holds if nothing else is asked for. */
export const defaultPage = 100;
const largestPage = 1000;

/** `limit` of a list whose entries are small. */
export const queryLimit = (entries: string) =>
  queryNumber({ minimum: 1, maximum: largestPage, description: `Most ${entries} of a page; ${defaultPage} if absent.` });

export const queryCursor = z
  .string()
  .regex(/^[\w-]{1,128}$/, 'must be a `next_cursor` of this list')
  .optional()
  .meta({ description: 'Goes on after an earlier page: its `next_cursor`.' });
