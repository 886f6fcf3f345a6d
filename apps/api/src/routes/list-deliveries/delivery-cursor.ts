import { type DeliveryPlace, isDeliveryId } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';

const shape = /^(\d{1,15})\.(.+)$/;

/** A place in the list as callers carry it from page to page. */
export const writeDeliveryCursor = ({ createdAtMs, id }: DeliveryPlace): string =>
  Buffer.from(`${createdAtMs}.${id}`).toString('base64url');

/** Reads back what `writeDeliveryCursor` wrote; throws `invalid_query` for anything else. */
export const readDeliveryCursor = (cursor: string): DeliveryPlace => {
  const [, createdAtMs, id = ''] = shape.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (createdAtMs === undefined || !isDeliveryId(id)) {
    const error = { parameter: 'cursor', detail: 'must be a `next_cursor` of this list' };
    throw new HttpProblem('invalid_query', { detail: `${error.parameter}: ${error.detail}.`, errors: [error] });
  }
  return { createdAtMs: Number(createdAtMs), id };
};
