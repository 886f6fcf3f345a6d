import { createHash } from 'node:crypto';
import { fileLines } from './file-lines.js';

export interface Survey {
  /** SHA-256 of the lines and of what options add to them. */
  readonly digest: string;
  /** Lines in all, empty ones too. */
  readonly lines: number;
  /** Lines that are not empty. */
  readonly wanted: number;
  /** Of the longest line, in bytes. */
  readonly longest: number;
}

export const isBlank = (text: string | undefined): boolean => text !== undefined && text.trim() === '';

/** Goes through the file once, so that it can be told whether it is still the same and how much there is to do. */
export const surveyInput = async (path: string, defaults: unknown): Promise<Survey> => {
  const hash = createHash('sha256').update(JSON.stringify(defaults));
  let lines = 0;
  let wanted = 0;
  let [longest, before] = [0, 0];
  for await (const { number, text, end } of fileLines(path)) {
    // Bytes that are no UTF-8 count as one odd line.
    hash.update(`${text === undefined ? '\0' : text}\n`);
    lines = number;
    longest = Math.max(longest, end - before);
    before = end;
    if (!isBlank(text)) wanted += 1;
  }
  return { digest: hash.digest('hex'), lines, wanted, longest };
};
