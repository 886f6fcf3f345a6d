import { closeSync, existsSync, openSync, truncateSync, writeSync } from 'node:fs';
import type { Task } from '@millrace/sdk';
import { fileLines } from './file-lines.js';

/** A line of OUT: what became of a line of the input. */
export interface OutLine {
  readonly line: number;
  readonly id?: string | undefined;
  /** How the task ended; `refused` if it never became one, `gone` if its answer is no longer kept. */
  readonly status: Task['status'] | 'refused' | 'gone';
  readonly custom_id?: string | undefined;
  readonly result?: Task['result'] | undefined;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  readonly usage?: Task['usage'] | undefined;
}

export interface OutFile {
  add(line: OutLine): void;
  close(): void;
}

/** Opens OUT to append to it; `onKnown` is called with each line an earlier run wrote. A line written by half is cut off. */
export const openOutFile = async (path: string, onKnown: (line: OutLine) => void): Promise<OutFile> => {
  let whole = 0;
  if (existsSync(path)) {
    for await (const { text, end, complete } of fileLines(path)) {
      if (!complete) break;
      whole = end;
      onKnown(JSON.parse(text ?? '') as OutLine);
    }
    truncateSync(path, whole);
  }
  const file = openSync(path, 'a', 0o600);
  return {
    add: (line) => void writeSync(file, `${JSON.stringify(line)}\n`),
    close: () => closeSync(file),
  };
};
