import { isUtf8 } from 'node:buffer';
import { HttpProblem } from '../http-problem.js';
import { givenTwice } from './given-twice.js';
import { inspectJson } from './inspect-json.js';
import { type JsonPath, pointerTo } from './json-pointer.js';
import { scanJson } from './scan-json.js';
import { locate, syntaxErrorOf } from './syntax-error.js';

const deepest = 100;
/** Many times what the largest conversation with the most tools has; a megabyte of nothing but values takes tens of times its size in memory. */
const mostValues = 50_000;

/** Where in a larger text of JSON a value stands, so that what is wrong with it is told by its place in the whole. */
export interface Surroundings {
  readonly whole: Buffer;
  /** Of the value, in bytes. */
  readonly start: number;
  readonly path: JsonPath;
}

/**
 * Reads JSON strictly (RFC 8259, and I-JSON's rules on names, numbers and text of RFC 7493), with at most 50,000 values. Throws
 * `invalid_utf8`, `invalid_json` with line and column, or `invalid_body`, and never shows a piece of the text.
 */
export const parseJson = (body: Buffer, within?: Surroundings): unknown => {
  if (!isUtf8(body)) throw new HttpProblem('invalid_utf8');
  const text = body.toString('utf8');
  const place = (offset: number): string => (within ? placeIn(within, text, offset) : locate(text, offset));
  const { members, values, tooDeepAt } = scanJson(text, deepest);
  if (tooDeepAt !== undefined) throw invalidJson(`The body is nested deeper than ${deepest} levels ${place(tooDeepAt)}.`);
  if (values > mostValues) throw tooManyValues(within?.path ?? []);
  const value = parse(text, place);
  const inspection = inspectJson(value, within?.path);
  // JSON.parse keeps the last of two equal names and says nothing: fewer members in the value than in the text give it away.
  const repeats = inspection.errors.length === 0 && inspection.members < members;
  const errors = repeats ? givenTwice(text, within?.path) : inspection.errors;
  if (errors.length > 0)
    throw new HttpProblem('invalid_body', { detail: `${errors[0]?.pointer || 'The body'}: ${errors[0]?.detail}.`, errors });
  return value;
};

const parse = (text: string, place: (offset: number) => string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // V8's own message quotes the text, so it goes nowhere.
    throw invalidJson(syntaxErrorOf(text, place));
  }
};

const placeIn = ({ whole, start }: Surroundings, text: string, offset: number): string => {
  const before = whole.toString('utf8', 0, start);
  return locate(before + text, before.length + offset);
};

const tooManyValues = (path: JsonPath): HttpProblem =>
  new HttpProblem('invalid_body', { detail: `${pointerTo(path) || 'The body'}: must have at most ${mostValues} values.` });

const invalidJson = (detail: string): HttpProblem => new HttpProblem('invalid_json', { detail });
