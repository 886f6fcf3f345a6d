import type { TimedMember } from '@millrace/store';
import type { HttpProblem } from '../../http/http-problem.js';
import { wrongParameter } from '../../http/wrong-parameter.js';

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

export const wrongCursor = (): HttpProblem => wrongParameter('cursor', 'must be a `next_cursor` of this list');
