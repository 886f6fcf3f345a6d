export interface JsonScan {
  /** Members of all objects as written, equal names counted each time. */
  readonly members: number;
  /** Values of all arrays and objects, or a few less. */
  readonly values: number;
  /** Offset of the first bracket that opens a level too many. */
  readonly tooDeepAt: number | undefined;
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;

/** Counts members, values and depth of a JSON text without reading it: strings are skipped whole, so long prompts cost little. */
export const scanJson = (text: string, deepest: number): JsonScan => {
  let members = 0;
  let commas = 0;
  let opened = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === quote) at = endOfString(text, at);
    else if (char === colon) members += 1;
    else if (char === comma) commas += 1;
    else if (opens(char)) {
      opened += 1;
      depth += 1;
      if (depth > deepest) return { members, values: commas + opened, tooDeepAt: at };
    } else if (closes(char)) depth -= 1;
  }
  return { members, values: commas + opened, tooDeepAt: undefined };
};

const opens = (char: number): boolean => char === 0x7b || char === 0x5b;
const closes = (char: number): boolean => char === 0x7d || char === 0x5d;

const endOfString = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
};

const isEscaped = (text: string, at: number): boolean => {
  let first = at;
  while (text.charCodeAt(first - 1) === backslash) first -= 1;
  return (at - first) % 2 === 1;
};
