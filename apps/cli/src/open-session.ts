import type { Millrace } from '@millrace/sdk';
import type { Command } from 'commander';
import type { CliContext } from './cli-context.js';
import { chooseConnection } from './connection/choose-connection.js';
import { findRunFile } from './connection/run-file.js';
import { type Paint, paintFor } from './terminal/paint.js';
import { printableLine } from './terminal/printable.js';
import { type Column, renderTable } from './terminal/render-table.js';

/** Flags that every command has. */
export interface GlobalFlags {
  readonly url?: string;
  readonly key?: string;
  readonly json?: boolean;
}

/** What a command works with: the api and the two ways to speak. */
export interface Session {
  readonly millrace: Millrace;
  readonly url: string;
  /** Whether data is to be JSON, one value a line. */
  readonly json: boolean;
  /** Data. */
  write(text: string): void;
  writeJson(value: unknown): void;
  table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], none: string): void;
  /** Talk: one line. */
  say(text: string): void;
  readonly paint: { readonly out: Paint; readonly err: Paint };
}

export interface OpenSessionOptions {
  /** Whether a key with the scope admin is preferred. */
  readonly admin?: boolean;
  /** Tells of requests that are tried again; on by default. */
  readonly tellRetries?: boolean;
  /** How long a call that was answered in part tries to come back, in milliseconds; as the client has it unless given. */
  readonly reconnectForMs?: number;
}

type Speech = Omit<Session, 'millrace' | 'url'>;

/** The two ways to speak, without an api. */
export const speechOf = ({ terminal }: CliContext, flags: GlobalFlags): Speech => {
  const { out, err, colours } = terminal;
  const paint = { out: paintFor(colours.out), err: paintFor(colours.err) };
  const writeJson = (value: unknown): void => out.write(`${JSON.stringify(value)}\n`);
  const say = (text: string): void => err.write(`${text}\n`);
  return {
    json: flags.json === true,
    write: (text) => out.write(text),
    writeJson,
    table: (columns, rows, none) => {
      if (flags.json) for (const row of rows) writeJson(row);
      else if (rows.length === 0) say(none);
      else out.write(renderTable({ columns, rows, forTerminal: out.isTTY, width: out.columns(), paint: paint.out }));
    },
    say,
    paint,
  };
};

/** Finds the api and the key; throws a failure that says what to set when there is none. */
export const openSession = (
  context: CliContext,
  command: Command,
  { admin = false, tellRetries = true, reconnectForMs }: OpenSessionOptions = {},
): Session => {
  const flags = command.optsWithGlobals<GlobalFlags>();
  const connection = chooseConnection({ flags, env: context.env, runFile: findRunFile(context), admin });
  const speech = speechOf(context, flags);
  const millrace = context.createMillrace({
    url: connection.url,
    apiKey: connection.key,
    reconnectForMs,
    onRetry: ({ error, delayMs }) => {
      // A first try again within a second is no news.
      if (tellRetries && delayMs >= 500) speech.say(speech.paint.err.dim(`${printableLine(error.message)}; trying again…`));
    },
  });
  return { ...speech, millrace, url: connection.url };
};
