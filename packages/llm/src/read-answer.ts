import type { AnswerSoFar } from './accumulate.js';
import { createEventLines, type ServerSentEvent } from './event-lines.js';
import { parseJsonObject } from './json-object.js';
import type { ResponseBody } from './response-body.js';

/**
 * What a body turned out to be: a complete answer, one that stops before its end, an error the provider reports inside a
 * 200, something that is no answer at all, or more than is taken.
 */
export type ReadVerdict =
  | { readonly kind: 'complete' | 'broken' | 'not_an_answer' | 'too_large' }
  | { readonly kind: 'error'; readonly error: unknown };

/**
 * The most bytes taken of one answer. A stream spends about 300 bytes on a token, so this is some 200,000 tokens, more than
 * models write; it keeps a provider gone wild from filling a worker's memory.
 */
export const maxAnswerBytes = 64 * 1024 * 1024;

/** Reads one body format; `take` returns a verdict as soon as there is one, `conclude` is asked when the body has ended without. */
interface Reader {
  take(bytes: Buffer): ReadVerdict | undefined;
  conclude(): ReadVerdict;
}

/** Reads a body into an answer. */
export const readAnswer = async (body: ResponseBody, answer: AnswerSoFar): Promise<ReadVerdict> => {
  let size = 0;
  let reader: Reader | undefined;
  let verdict: ReadVerdict | undefined;

  await body.read((bytes) => {
    size += bytes.length;
    reader ??= readerFor(bytes, answer);
    verdict = size > maxAnswerBytes ? { kind: 'too_large' } : reader?.take(bytes);
    return verdict === undefined;
  });
  return verdict ?? reader?.conclude() ?? { kind: 'broken' };
};

/** The first character tells what a body is; the content type of many servers and proxies is wrong. No line of an event stream begins with `{` or `<`. */
const readerFor = (bytes: Buffer, answer: AnswerSoFar): Reader | undefined => {
  const first = bytes.toString('utf8', 0, 256).trimStart()[0];
  if (first === undefined) return undefined;
  if (first === '<') return pageReader;
  return first === '{' ? wholeReader(answer) : streamReader(answer);
};

const pageReader: Reader = { take: () => ({ kind: 'not_an_answer' }), conclude: () => ({ kind: 'not_an_answer' }) };

/** A server that does not know streaming answers with one JSON object, which is as good. */
const wholeReader = (answer: AnswerSoFar): Reader => {
  const pieces: Buffer[] = [];
  return {
    take: (bytes) => {
      pieces.push(bytes);
      return undefined;
    },
    conclude: () => {
      const whole = parseJsonObject(new TextDecoder().decode(Buffer.concat(pieces)));
      if (!whole) return { kind: 'not_an_answer' };
      if (hasError(whole.error)) return { kind: 'error', error: whole.error };
      answer.addWhole(whole);
      return { kind: answer.finishReason === undefined ? 'not_an_answer' : 'complete' };
    },
  };
};

const streamReader = (answer: AnswerSoFar): Reader => {
  const lines = createEventLines();
  let chunks = 0;
  let verdict: ReadVerdict | undefined;

  const takeEvent = ({ name, data }: ServerSentEvent): ReadVerdict | undefined => {
    if (data === '') return undefined;
    if (data === '[DONE]') return { kind: answer.finishReason === undefined ? 'broken' : 'complete' };
    const chunk = parseJsonObject(data);
    if (!chunk) return { kind: 'not_an_answer' };
    if (name === 'error' || chunk.object === 'error' || hasError(chunk.error)) return { kind: 'error', error: chunk.error ?? chunk };
    chunks += 1;
    answer.add(chunk);
    return undefined;
  };
  const onEvent = (event: ServerSentEvent): boolean => {
    verdict = takeEvent(event);
    return verdict === undefined;
  };
  return {
    take: (bytes) => {
      lines.push(bytes, onEvent);
      return verdict;
    },
    conclude: () => {
      // Without [DONE], but the provider had said that it was finished.
      if (answer.finishReason !== undefined) return { kind: 'complete' };
      const looksRight = chunks > 0 ? answer.recognised : lines.recognised;
      return { kind: looksRight ? 'broken' : 'not_an_answer' };
    },
  };
};

const hasError = (error: unknown): boolean => error !== undefined && error !== null && error !== false;
