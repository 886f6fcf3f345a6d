import { setImmediate } from 'node:timers/promises';
import { HttpProblem } from '../../http/http-problem.js';
import { parseJson } from '../../http/json/parse-json.js';
import type { ManyItems } from '../../http/read-many.js';
import type { LineSplitter, UploadedLine } from '../../http/upload/line-splitter.js';

/** One task of many, not looked at yet. */
export interface BulkLine {
  readonly number: number;
  /** Throws the problem of what cannot be read. */
  readonly read: () => unknown;
}

const mostLines = 256;

export interface WindowsOfOptions {
  readonly items: ManyItems;
  readonly splitter: LineSplitter;
  readonly lineLimitBytes: number;
  readonly signal: AbortSignal;
  /** Throws once the key is no longer to be served. */
  readonly requireKey: () => void;
}

/** The tasks of an upload in windows of at most 256, no window waiting for more than what has arrived. */
export async function* windowsOf(options: WindowsOfOptions): AsyncGenerator<readonly BulkLine[]> {
  const { items, splitter, lineLimitBytes, signal, requireKey } = options;
  if (items.kind === 'array') {
    const all = await items.read();
    requireKey();
    const windows = cut(all.map((read, index) => ({ number: index + 1, read })));
    for (const window of windows) {
      yield window;
      // Checking a window of large tasks takes a while, and others have their turn in between.
      await setImmediate();
    }
    return;
  }
  const unread = (line: UploadedLine): BulkLine => ({ number: line.number, read: () => parse(line, lineLimitBytes) });
  for await (const chunk of items.chunks(signal)) yield* cut(splitter.push(chunk).map(unread));
  yield* cut(splitter.end().map(unread));
}

function* cut(lines: readonly BulkLine[]): Generator<readonly BulkLine[]> {
  for (let first = 0; first < lines.length; first += mostLines) yield lines.slice(first, first + mostLines);
}

const parse = ({ bytes }: UploadedLine, limitBytes: number): unknown => {
  if (bytes) return parseJson(bytes);
  throw new HttpProblem('body_too_large', { detail: `The line is longer than the ${limitBytes} bytes accepted here.` });
};
