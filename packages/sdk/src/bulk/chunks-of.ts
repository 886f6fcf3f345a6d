import type { TaskSubmission } from '@millrace/contracts';

/** Lines that are uploaded together. */
export interface Chunk {
  /** From 0. */
  readonly number: number;
  /** The number of its first line among all. */
  readonly firstLine: number;
  /** As JSON; empty for a line that is not to be submitted, which keeps the numbers of the others. */
  readonly texts: readonly string[];
}

export interface ChunksOfOptions {
  readonly lines: Iterable<TaskSubmission> | AsyncIterable<TaskSubmission>;
  readonly size: number;
  /** The first line to be submitted. */
  readonly from: number;
}

// What is no JSON, such as undefined, is for the api to refuse.
const textOf = (line: TaskSubmission): string => JSON.stringify(line) ?? 'null';

/** The lines in chunks that are the same wherever it begins; chunks with nothing to submit are left out. */
export const chunksOf = async function* ({ lines, size, from }: ChunksOfOptions): AsyncGenerator<Chunk, void, undefined> {
  let texts: string[] = [];
  let line = 0;
  const chunk = (): Chunk => ({ number: Math.floor((line - texts.length) / size), firstLine: line - texts.length + 1, texts });
  for await (const submission of lines) {
    line += 1;
    texts.push(line < from ? '' : textOf(submission));
    if (texts.length < size) continue;
    if (line >= from) yield chunk();
    texts = [];
  }
  if (texts.length > 0 && line >= from) yield chunk();
};
