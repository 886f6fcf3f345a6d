import type { IncomingHttpHeaders } from 'node:http';
import { jsonDigest } from '@millrace/runtime';
import type { SubmitRequest } from '@millrace/tasks';
import { idempotencyKey } from './idempotency-key.js';

/** What the `Idempotency-Key` of a submission stands for; undefined without one. Throws `invalid_header`. */
export const idempotencyOf = (headers: IncomingHttpHeaders, body: unknown): SubmitRequest['idempotency'] => {
  const key = idempotencyKey(headers);
  return key === undefined ? undefined : { key, digest: jsonDigest(body) };
};
