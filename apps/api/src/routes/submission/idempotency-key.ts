import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HttpProblem } from '../../http/http-problem.js';

/** Node joins a header that came twice with a comma and a blank, which this refuses too. */
const visible = /^[\x21-\x7e]{1,255}$/;

/** The digest that stands for an `Idempotency-Key`; undefined without one. Throws `invalid_header`. */
export const idempotencyKey = (headers: IncomingHttpHeaders): string | undefined => {
  const given = headers['idempotency-key'];
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || !visible.test(given)) {
    throw new HttpProblem('invalid_header', { detail: '`Idempotency-Key` must be 1 to 255 visible ASCII characters, given once.' });
  }
  return createHash('sha256').update(given).digest('hex');
};
