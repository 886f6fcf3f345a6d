import { isTaskId } from '@millrace/runtime';
import type { TaskPlace } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';

const shape = /^(\d{1,15})\.(.+)$/;

/** A place in the list as callers carry it from page to page. */
export const writeCursor = ({ createdAtMs, id }: TaskPlace): string => Buffer.from(`${createdAtMs}.${id}`).toString('base64url');

/** Reads back what `writeCursor` wrote; throws `invalid_query` for anything else. */
export const readCursor = (cursor: string): TaskPlace => {
  const [, createdAtMs, id = ''] = shape.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (createdAtMs === undefined || !isTaskId(id)) {
    const error = { parameter: 'cursor', detail: 'must be a `next_cursor` of this list' };
    throw new HttpProblem('invalid_query', { detail: `${error.parameter}: ${error.detail}.`, errors: [error] });
  }
  return { createdAtMs: Number(createdAtMs), id };
};
