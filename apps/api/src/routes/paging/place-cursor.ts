import type { TimedMember } from '@millrace/store';
import { HttpProblem } from '../../http/http-problem.js';

const shape = /^(\d{1,15})\.(.+)$/;

/** A place in a list as callers carry it from page to page. */
export const writePlace = ({ atMs, id }: TimedMember): string => Buffer.from(`${atMs}.${id}`).toString('base64url');

/** Reads back what `writePlace` wrote; throws `invalid_query` for anything else. */
export const readPlace = (cursor: string | undefined, isId: (text: string) => boolean): TimedMember | undefined => {
  if (cursor === undefined) return undefined;
  const [, atMs, id = ''] = shape.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (atMs === undefined || !isId(id)) throw wrongCursor();
  return { atMs: Number(atMs), id };
};

export const wrongCursor = (): HttpProblem => {
  const error = { parameter: 'cursor', detail: 'must be a `next_cursor` of this list' };
  return new HttpProblem('invalid_query', { detail: `${error.parameter}: ${error.detail}.`, errors: [error] });
};
