import type { IncomingMessage } from 'node:http';
import { MIMEType } from 'node:util';
import { HttpProblem } from './http-problem.js';

/** Refuses what is not labelled `application/json` or `application/…+json`, in UTF-8 and not compressed. */
export const requireJsonType = ({ headers }: Pick<IncomingMessage, 'headers'>, wanted = 'application/json'): void => {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new HttpProblem('unsupported_media_type', { detail: 'The body must not be compressed: send it without Content-Encoding.' });
  }
  const type = headers['content-type'];
  if (type === 'application/json' || (type !== undefined && isUtf8Json(type))) return;
  throw new HttpProblem('unsupported_media_type', { detail: `Send the body as Content-Type: ${wanted}, in UTF-8.` });
};

const isUtf8Json = (header: string): boolean => {
  try {
    const { type, subtype, params } = new MIMEType(header);
    const charset = params.get('charset')?.toLowerCase() ?? 'utf-8';
    return type === 'application' && (subtype === 'json' || subtype.endsWith('+json')) && (charset === 'utf-8' || charset === 'utf8');
  } catch {
    return false;
  }
};
