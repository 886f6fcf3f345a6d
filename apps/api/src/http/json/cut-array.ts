import { setImmediate } from 'node:timers/promises';

/** The offsets of a piece of a text, without the blanks around it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface CutArray {
  /** Of the items, one more than the most at most; an empty one stands for a comma too many. */
  readonly spans: readonly Span[];
  /** Where something follows the array. */
  readonly trailingAt: number | undefined;
  /** Where a closing bracket is missing. */
  readonly unclosedAt: number | undefined;
}

const [quote, backslash, comma, closingBracket] = [0x22, 0x5c, 0x2c, 0x5d];
/** Some milliseconds' worth. */
const bytesAtOnce = 1_000_000;

/**
 * Finds where the items of a JSON array lie in its text, without reading them; others have their turn meanwhile. The text is an array if
 * each item is JSON, it is closed and nothing follows. Undefined = it does not begin like an array.
 */
export const cutArray = async (text: Buffer, mostItems: number): Promise<CutArray | undefined> => {
  let at = skipBlanks(text, 0, text.length);
  if (text[at] !== 0x5b) return undefined;
  const spans: Span[] = [];
  let [start, depth, pausedAt] = [at + 1, 1, at];
  for (at += 1; at < text.length && depth > 0 && spans.length <= mostItems; at += 1) {
    const byte = text[at] as number;
    if (byte === quote) at = endOfString(text, at);
    else if (byte === comma && depth === 1) {
      spans.push(spanOf(text, start, at));
      start = at + 1;
    } else depth += deeper(byte);
    if (at - pausedAt >= bytesAtOnce) {
      pausedAt = at;
      await setImmediate();
    }
  }
  const end = depth === 0 ? at - 1 : text.length;
  const last = spanOf(text, start, end);
  if (spans.length > 0 || last.end > last.start) spans.push(last);
  const rest = skipBlanks(text, at, text.length);
  return { spans, unclosedAt: text[end] === closingBracket ? undefined : end, trailingAt: rest < text.length ? rest : undefined };
};

const deeper = (byte: number): number => {
  if (byte === 0x7b || byte === 0x5b) return 1;
  return byte === 0x7d || byte === 0x5d ? -1 : 0;
};

const endOfString = (text: Buffer, start: number): number => {
  let end = text.indexOf(quote, start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf(quote, end + 1);
  return end === -1 ? text.length : end;
};

const isEscaped = (text: Buffer, at: number): boolean => {
  let first = at;
  while (text[first - 1] === backslash) first -= 1;
  return (at - first) % 2 === 1;
};

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const spanOf = (text: Buffer, from: number, to: number): Span => {
  const start = skipBlanks(text, from, to);
  let end = Math.min(to, text.length);
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return { start, end };
};

const skipBlanks = (text: Buffer, from: number, to: number): number => {
  let at = from;
  while (at < to && isBlank(text[at])) at += 1;
  return at;
};
