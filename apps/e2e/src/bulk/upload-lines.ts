import type { BulkOutcome, BulkSummary } from '@millrace/contracts';
import { beginUpload } from './begin-upload.js';

export interface UploadLinesOptions {
  readonly address: string;
  readonly lines: Iterable<string>;
  readonly idempotencyKey?: string;
}

export interface UploadedLines {
  readonly outcomes: readonly BulkOutcome[];
  /** undefined when the connection ended without one. */
  readonly summary: BulkSummary | undefined;
}

const linesAtOnce = 500;

const isSummary = (line: BulkOutcome | BulkSummary): line is BulkSummary => 'object' in line;

/** Reads the answers to an upload to their end. */
export const readAnswers = async (answers: AsyncIterable<BulkOutcome | BulkSummary>): Promise<UploadedLines> => {
  const outcomes: BulkOutcome[] = [];
  let summary: BulkSummary | undefined;
  for await (const line of answers) {
    if (isSummary(line)) summary = line;
    else outcomes.push(line);
  }
  return { outcomes, summary };
};

/** Sends all lines, and reads what is answered to each meanwhile. */
export const uploadLines = async ({ lines, ...options }: UploadLinesOptions): Promise<UploadedLines> => {
  const upload = beginUpload(options);
  const answered = readAnswers(upload.answers);
  let piece: string[] = [];
  for (const line of lines) {
    piece.push(line);
    if (piece.length < linesAtOnce) continue;
    await upload.send(`${piece.join('\n')}\n`);
    piece = [];
  }
  if (piece.length > 0) await upload.send(`${piece.join('\n')}\n`);
  upload.end();
  return answered;
};
