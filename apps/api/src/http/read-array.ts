import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import { mostBulkItems } from '@millrace/contracts';
import { z } from 'zod';
import { HttpProblem } from './http-problem.js';
import { cutArray, type Span } from './json/cut-array.js';
import { parseJson } from './json/parse-json.js';
import { byteOrderMarkError, locate } from './json/syntax-error.js';
import { createBodyValidator } from './validation/validate-body.js';

/** Gives an item, or throws the problem that is its own. */
export type ReadItem = () => unknown;

/** Some milliseconds' worth. */
const bytesAtOnce = 250_000;
const markLength = 3;

const validate = createBodyValidator(z.array(z.unknown()).min(1).max(mostBulkItems));

/**
 * Reads the items of an array, each of at most `itemLimitBytes`, and lets others have their turn meanwhile: read at once, 32 MB of small
 * values would block them for seconds. What is wrong with the array is thrown, as `invalid_utf8`, `invalid_json` or `invalid_body`; an
 * item that is too long only is its own problem.
 */
export const readArray = async (text: Buffer, itemLimitBytes: number): Promise<readonly ReadItem[]> => {
  if (!isUtf8(text)) throw new HttpProblem('invalid_utf8');
  const array = await cutArray(text, mostBulkItems);
  if (!array) throw notAnArray(text, itemLimitBytes);
  const { spans, unclosedAt, trailingAt } = array;
  if (spans.length > mostBulkItems) validate(spans);
  const items: ReadItem[] = [];
  let bytes = 0;
  for (const [index, span] of spans.entries()) {
    items.push(readItem(text, span, { index, itemLimitBytes }));
    bytes += span.end - span.start;
    if (bytes < bytesAtOnce) continue;
    bytes = 0;
    await setImmediate();
  }
  if (unclosedAt !== undefined) throw invalidJson('A closing bracket is expected', text, unclosedAt);
  if (trailingAt !== undefined) throw invalidJson('There is something after the end of the JSON', text, trailingAt);
  validate(items);
  return items;
};

const readItem = (text: Buffer, { start, end }: Span, { index, itemLimitBytes }: { index: number; itemLimitBytes: number }): ReadItem => {
  if (end === start) throw invalidJson('A value is expected', text, start);
  if (end - start > itemLimitBytes) {
    return () => {
      throw new HttpProblem('body_too_large', { detail: `The task is longer than the ${itemLimitBytes} bytes accepted here.` });
    };
  }
  const item = parseJson(text.subarray(start, end), { whole: text, start, path: [index] });
  return () => item;
};

const notAnArray = (text: Buffer, itemLimitBytes: number): unknown => {
  try {
    if (text.toString('utf8', 0, markLength) === '\uFEFF') return new HttpProblem('invalid_json', { detail: byteOrderMarkError });
    validate(text.length > itemLimitBytes ? {} : parseJson(text));
    return new Error('what is no array was taken for one');
  } catch (error) {
    return error;
  }
};

const invalidJson = (what: string, text: Buffer, offset: number): HttpProblem => {
  const before = text.toString('utf8', 0, offset);
  return new HttpProblem('invalid_json', { detail: `${what} ${locate(before, before.length)}.` });
};
