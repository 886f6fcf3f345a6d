import { readFile } from 'node:fs/promises';
import { errorCode } from '@millrace/runtime';
import { cliFailure } from '../cli-failure.js';
import { exitCodes } from '../exit-codes.js';
import type { Keyboard } from '../terminal/terminal.js';

export interface ReadPromptOptions {
  /** Words of the command line; `-` alone stands for stdin. */
  readonly words: readonly string[];
  readonly file?: string;
  readonly input: Keyboard;
}

const fromFile = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw cliFailure(exitCodes.usage, `${path} cannot be read: ${errorCode(error) ?? (error as Error).message}.`);
  }
};

/** Where parts of the prompt come from, in order. */
const partsOf = async ({ words, file, input }: ReadPromptOptions): Promise<string[]> => {
  const spoken = words.filter((word) => word !== '-').join(' ');
  const wantsStdin = words.includes('-') || file === '-' || (spoken === '' && file === undefined && !input.isTTY);
  return [spoken, file === undefined || file === '-' ? '' : await fromFile(file), wantsStdin ? await input.readAll() : ''];
};

/** The prompt: words, file and stdin, whichever are given, in this order with an empty line between. Throws a failure when there is none. */
export const readPrompt = async (options: ReadPromptOptions): Promise<string> => {
  const parts = (await partsOf(options)).map((part) => part.replace(/\s+$/, '')).filter(Boolean);
  if (parts.length > 0) return parts.join('\n\n');
  throw cliFailure(exitCodes.usage, 'There is no prompt: give it as words, with -f FILE, or on stdin. See: millrace submit --help');
};
