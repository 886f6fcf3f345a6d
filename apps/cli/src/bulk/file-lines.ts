import { createReadStream } from 'node:fs';

export interface FileLine {
  /** Counts from 1, empty lines too. */
  readonly number: number;
  /** Without its line end; undefined when it is not UTF-8. */
  readonly text: string | undefined;
  /** How far into the file it reaches, its line end included, in bytes. */
  readonly end: number;
  /** Whether it has a line end; only the last one may lack it. */
  readonly complete: boolean;
}

const newline = 0x0a;

const decode = (bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r$/, '');
  } catch {
    return undefined;
  }
};

/** The lines of a file one after the other; only the line at hand is in memory. Only `\n` and `\r\n` end lines: JSON may hold U+2028. */
export const fileLines = async function* (path: string): AsyncGenerator<FileLine, void, undefined> {
  let parts: Buffer[] = [];
  let number = 0;
  let end = 0;
  const take = (last: Buffer, complete: boolean): FileLine => {
    const bytes = Buffer.concat([...parts, last]);
    parts = [];
    number += 1;
    end += bytes.length + (complete ? 1 : 0);
    return { number, text: decode(bytes), end, complete };
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      yield take(chunk.subarray(from, at), true);
      from = at + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  }
  if (parts.length > 0) yield take(Buffer.alloc(0), false);
};
