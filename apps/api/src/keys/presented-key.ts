import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../http/http-problem.js';

const bearer = /^bearer +(\S.*)$/i;

/**
 * The key a request carries in `X-API-Key` or `Authorization: Bearer`. Other schemes of `Authorization` are left to
 * whatever proxy they are meant for.
 */
export const presentedKey = ({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined => {
  const own = headers['x-api-key'];
  const apiKey = typeof own === 'string' && own !== '' ? own : undefined;
  const token = headers.authorization && bearer.exec(headers.authorization)?.[1]?.trimEnd();
  if (apiKey && token && apiKey !== token) {
    throw new HttpProblem('conflicting_keys', { detail: 'X-API-Key and Authorization carry different keys; send one of them.' });
  }
  return apiKey ?? (token || undefined);
};
