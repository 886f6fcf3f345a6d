import { isUtf8 } from 'node:buffer';
import { HttpProblem } from '../http-problem.js';
import { givenTwice } from './given-twice.js';
import { inspectJson } from './inspect-json.js';
import { scanJson } from './scan-json.js';
import { locate, syntaxErrorOf } from './syntax-error.js';

const deepest = 100;

/**
 * Reads JSON strictly (RFC 8259, and I-JSON's rules on names, numbers and text of RFC 7493). Throws `invalid_utf8`,
 * `invalid_json` with line and column, or `invalid_body`, and never shows a piece of the text.
 */
export const parseJson = (body: Buffer): unknown => {
  if (!isUtf8(body)) throw new HttpProblem('invalid_utf8');
  const text = body.toString('utf8');
  const { members, tooDeepAt } = scanJson(text, deepest);
  if (tooDeepAt !== undefined) throw invalidJson(`The body is nested deeper than ${deepest} levels ${locate(text, tooDeepAt)}.`);
  const value = parse(text);
  const inspection = inspectJson(value);
  // JSON.parse keeps the last of two equal names and says nothing: fewer members in the value than in the text give it away.
  const repeats = inspection.errors.length === 0 && inspection.members < members;
  const errors = repeats ? givenTwice(text) : inspection.errors;
  if (errors.length > 0)
    throw new HttpProblem('invalid_body', { detail: `${errors[0]?.pointer || 'The body'}: ${errors[0]?.detail}.`, errors });
  return value;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // V8's own message quotes the text, so it goes nowhere.
    throw invalidJson(syntaxErrorOf(text));
  }
};

const invalidJson = (detail: string): HttpProblem => new HttpProblem('invalid_json', { detail });
