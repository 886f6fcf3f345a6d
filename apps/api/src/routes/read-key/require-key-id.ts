import { HttpProblem } from '../../http/http-problem.js';
import type { OperationCall } from '../../http/operation-call.js';

const shape = /^[a-z0-9]{8}$/;

export const isKeyId = (text: string): boolean => shape.test(text);

/** The id in the path; throws `unknown_key_id` (404) for what cannot be one, such as a key itself, which goes no further. */
export const requireKeyId = ({ parameters: { id = '' } }: Pick<OperationCall<unknown>, 'parameters'>): string => {
  if (!isKeyId(id)) throw new HttpProblem('unknown_key_id');
  return id;
};
