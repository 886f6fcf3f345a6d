import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../http/http-problem.js';

const bearer = /^bearer +(\S.*)$/i;

/**
 * The key a request carries in `X-API-Key` or `Authorization: Bearer`. Other schemes of `Authorization` are left to
 * whatever proxy they are meant for.
 */
export const presentedKey = (request: Pick<IncomingMessage, 'headers' | 'headersDistinct'>): string | undefined => {
  const { headers } = request;
  // Node joins a repeated X-API-Key, and works the distinct values out only when it is asked for them.
  if (headers['x-api-key']?.includes(', ')) refuseRepeated('X-API-Key', request.headersDistinct['x-api-key']);
  if (headers.authorization !== undefined) refuseRepeated('Authorization', request.headersDistinct.authorization);
  const own = headers['x-api-key'];
  const apiKey = typeof own === 'string' && own !== '' ? own : undefined;
  const token = headers.authorization && bearer.exec(headers.authorization)?.[1]?.trimEnd();
  if (apiKey && token && apiKey !== token) {
    throw new HttpProblem('conflicting_keys', { detail: 'X-API-Key and Authorization carry different keys; send one of them.' });
  }
  return apiKey ?? (token || undefined);
};

/** Node keeps the first of some repeated headers and joins others; a key of which we would have to guess is none. */
const refuseRepeated = (name: string, values: readonly string[] = []): void => {
  if (values.some((value) => value !== values[0])) {
    throw new HttpProblem('conflicting_keys', { detail: `${name} stands there more than once, with different values; send one of them.` });
  }
};
