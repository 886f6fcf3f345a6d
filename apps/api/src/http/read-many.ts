import type { IncomingMessage } from 'node:http';
import { isJsonLines } from './is-json-lines.js';
import { type ReadItem, readArray } from './read-array.js';
import { hasBody, readBody } from './read-body.js';
import { requireJsonType } from './require-json-type.js';
import { chunksOf } from './upload/chunks-of.js';

/** A body that is many items and yet to be read: an array, or lines that are read while they are worked on. Each item is yet to be checked. */
export type ManyItems =
  | { readonly kind: 'array'; readonly mostBytes: number; readonly read: () => Promise<readonly ReadItem[]> }
  | { readonly kind: 'lines'; readonly chunks: (signal: AbortSignal) => AsyncIterable<Buffer> };

export interface ReadManyOptions {
  /** Of a whole array. */
  readonly limitBytes: number;
  /** Of one item of an array. */
  readonly itemLimitBytes: number;
  /** The longest pause in an upload of lines. */
  readonly silenceMs: number;
}

/** Looks at the content type of a body; throws `unsupported_media_type`. Reading an array throws what is wrong with it as a whole. */
export const createReadMany =
  ({ limitBytes, itemLimitBytes, silenceMs }: ReadManyOptions): ((request: IncomingMessage) => Promise<ManyItems>) =>
  async (request) => {
    if (isJsonLines(request)) return { kind: 'lines', chunks: (signal) => chunksOf({ request, signal, silenceMs }) };
    if (hasBody(request)) requireJsonType(request, 'application/json, or application/x-ndjson with one task per line');
    const mostBytes = Math.min(limitBytes, Number(request.headers['content-length'] ?? limitBytes));
    return { kind: 'array', mostBytes, read: async () => readArray(await readBody(request, limitBytes), itemLimitBytes) };
  };
