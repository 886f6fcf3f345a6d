import type { OutOfUse } from '@millrace/store';
import { HttpProblem } from '../../http/http-problem.js';

const details: Readonly<Record<OutOfUse, string>> = {
  revoked: 'The key was revoked.',
  expired: 'The key has expired.',
  rotated: 'The key was rotated before; `GET /v1/keys/{id}` says in `rotated_to` which one replaced it.',
};

/** The problem of a key that can no longer be changed. */
export const notInUse = (because: OutOfUse): HttpProblem => new HttpProblem('key_not_in_use', { detail: details[because] });
