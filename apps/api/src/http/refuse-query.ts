import type { IncomingMessage } from 'node:http';
import { HttpProblem } from './http-problem.js';
import { isShowable } from './json/json-pointer.js';

/** Refuses query parameters by name: no operation has any so far, and one that is ignored in silence is a bug not found. */
export const refuseQuery = ({ url = '' }: Pick<IncomingMessage, 'url'>): void => {
  const mark = url.indexOf('?');
  if (mark === -1 || mark === url.length - 1) return;
  const errors = [...new URLSearchParams(url.slice(mark + 1)).keys()].slice(0, 20).map(unknown);
  if (errors.length > 0) throw new HttpProblem('invalid_query', { detail: 'This operation takes no query parameters.', errors });
};

const unknown = (parameter: string): { parameter?: string; detail: string } =>
  isShowable(parameter) && parameter !== '' ? { parameter, detail: 'unknown parameter' } : { detail: 'unknown parameter' };
