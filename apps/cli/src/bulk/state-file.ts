import { closeSync, existsSync, openSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { cliFailure } from '../cli-failure.js';
import { exitCodes } from '../exit-codes.js';
import { fileLines } from './file-lines.js';

/** The first line of the file. */
export interface StateHeader {
  readonly version: 1;
  readonly input: string;
  readonly idempotency_key: string;
  readonly url: string;
}

/** A line of the input that became a task. */
export interface Submitted {
  readonly line: number;
  readonly id: string;
  readonly custom_id?: string;
}

export interface StateFile {
  readonly header: StateHeader;
  add(submitted: readonly Submitted[]): void;
  close(): void;
}

export interface OpenStateOptions {
  readonly path: string;
  readonly out: string;
  /** What a new run would begin with. */
  readonly fresh: StateHeader;
  /** Called with each line that an earlier run submitted. */
  readonly onKnown: (submitted: Submitted) => void;
}

const parse = (text: string | undefined): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

const refuse = (sentence: string): never => {
  throw cliFailure(exitCodes.usage, sentence);
};

const checkHeader = ({ path, out, fresh }: OpenStateOptions, found: Record<string, unknown>): StateHeader => {
  if (found.version !== 1) refuse(`${path} is not a state of this command; delete it and ${out} to begin anew.`);
  if (found.input !== fresh.input)
    refuse(`${out} was begun with another input or other options. Give another --out, or delete ${out} and ${path} to begin anew.`);
  if (found.url !== fresh.url)
    refuse(`${out} was begun at ${String(found.url)}, not at ${fresh.url}. Give another --out, or the same --url.`);
  return found as unknown as StateHeader;
};

/** What a run that was killed wrote by half is cut off; the submissions of such a line are found again by their key. */
const readKnown = async (options: OpenStateOptions): Promise<StateHeader | undefined> => {
  let header: StateHeader | undefined;
  let whole = 0;
  for await (const { number, text, end, complete } of fileLines(options.path)) {
    if (!complete) break;
    whole = end;
    const fields = parse(text);
    if (number === 1) header = checkHeader(options, fields);
    else if (typeof fields.line === 'number' && typeof fields.id === 'string') options.onKnown(fields as unknown as Submitted);
  }
  truncateSync(options.path, whole);
  return header;
};

const isNew = ({ path, out }: OpenStateOptions): boolean => {
  if (existsSync(path)) return false;
  if (existsSync(out) && statSync(out).size > 0)
    refuse(`${out} is there already and no run of this command can be gone on with. Give another --out, or delete it.`);
  return true;
};

/** Opens the file beside OUT that says what was submitted, or begins it. Throws a failure when it belongs to something else. */
export const openStateFile = async (options: OpenStateOptions): Promise<StateFile> => {
  const known = isNew(options) ? undefined : await readKnown(options);
  const header = known ?? options.fresh;
  // It names ids only, but of somebody's tasks.
  if (!known) writeFileSync(options.path, `${JSON.stringify(header)}\n`, { mode: 0o600 });
  const file = openSync(options.path, 'a');
  return {
    header,
    add: (submitted) => {
      if (submitted.length > 0) writeSync(file, submitted.map((one) => `${JSON.stringify(one)}\n`).join(''));
    },
    close: () => closeSync(file),
  };
};
