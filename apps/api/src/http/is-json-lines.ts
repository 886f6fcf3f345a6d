import type { IncomingMessage } from 'node:http';
import { MIMEType } from 'node:util';

const subtypes = new Set(['x-ndjson', 'ndjson', 'jsonl']);

/** Whether a body is labelled as lines of JSON, in UTF-8 and not compressed. */
export const isJsonLines = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean => {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return false;
  try {
    const { type, subtype, params } = new MIMEType(headers['content-type'] ?? '');
    const charset = params.get('charset')?.toLowerCase() ?? 'utf-8';
    return type === 'application' && subtypes.has(subtype) && (charset === 'utf-8' || charset === 'utf8');
  } catch {
    return false;
  }
};
