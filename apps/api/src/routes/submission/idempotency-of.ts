import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { jsonDigest } from '@millrace/runtime';
import type { SubmitRequest } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';

/** Node joins a header that came twice with a comma and a blank, which this refuses too. */
const visible = /^[\x21-\x7e]{1,255}$/;

/** What the `Idempotency-Key` of a submission stands for; undefined without one. Throws `invalid_header`. */
export const idempotencyOf = (headers: IncomingHttpHeaders, body: unknown): SubmitRequest['idempotency'] => {
  const given = headers['idempotency-key'];
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || !visible.test(given)) {
    throw new HttpProblem('invalid_header', { detail: '`Idempotency-Key` must be 1 to 255 visible ASCII characters, given once.' });
  }
  return { key: createHash('sha256').update(given).digest('hex'), digest: jsonDigest(body) };
};
