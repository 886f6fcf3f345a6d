import type { Writable } from 'node:stream';
import { type Clock, systemClock } from '@millrace/runtime';
import type { Role } from '../metrics/metric-definition.js';
import { claimLogFiles } from './claim-log-files.js';
import { createLineComposer } from './compose-line.js';
import { createLineBuffer } from './line-buffer.js';
import { createLineStream } from './line-stream.js';
import type { Fields, Level, Logger } from './log.js';
import { openRotatingFile } from './rotating-file.js';
import { createWinstonSink, type LineSink, type LineWriter } from './winston-sink.js';

export interface LoggerOptions {
  readonly service: string;
  readonly role: Role;
  /** Names the process in every line, and its set of files; no two running processes may share it. */
  readonly instance: string;
  readonly version: string;
  readonly level: Level;
  /** Where rotating files go; undefined = stdout only. */
  readonly directory?: string | undefined;
  /** Such as `10m`. */
  readonly maxSize: string;
  readonly maxFiles: number;
  /** Texts to mask wherever they stand: the keys and passwords this process was given; a function where they can be replaced, by another list. */
  readonly secrets?: readonly string[] | (() => readonly string[]);
  readonly stdout?: Writable;
  readonly clock?: Clock;
  readonly process?: Pick<NodeJS.Process, 'on' | 'off'>;
}

const severity: Readonly<Record<Level, number>> = { error: 0, warn: 1, info: 2, debug: 3 };
const flushAfterMs = 50;
const maxBufferedLines = 200;

interface Files {
  write(line: string): void;
  close(): Promise<void>;
}

const openFiles = (options: LoggerOptions, clock: Clock, warn: (event: string, fields: Fields) => void): Files | undefined => {
  const { directory, instance, role, maxSize, maxFiles } = options;
  if (directory === undefined) return undefined;
  const claim = claimLogFiles({ directory, instance, role, clock, onTrouble: warn });
  const file = openRotatingFile({ directory, instance, maxSize, maxFiles, clock, onTrouble: warn });
  const close = (): Promise<void> => {
    claim.release();
    return file.close();
  };
  return { write: file.write, close };
};

const atOnce =
  (write: (line: string) => void): LineWriter =>
  (line, next) => {
    write(line);
    next();
  };

/** The process's logger: one JSON line for each event on stdout and, with a directory, in rotating files. Nothing it meets, be it a full disk or a reader gone, throws or ends the process. */
export const createLogger = (options: LoggerOptions): Logger => {
  const { service, role, instance, version, level, secrets = [], clock = systemClock, process: owner = process } = options;
  const stdout = createLineStream(options.stdout ?? process.stdout);
  const composer = createLineComposer({ identity: { service, role, instance, version }, clock, secrets });
  const toStdout = (line: string) => stdout.write(`${line}\n`);
  // Trouble with the files is told on stdout alone: the files are what is broken.
  const files = openFiles(options, clock, (event, fields) => toStdout(composer.line('warn', event, fields)));
  const writers = [toStdout, ...(files === undefined ? [] : [files.write])].map(atOnce);
  let sink: LineSink = createWinstonSink({ level, writers });
  let closing: Promise<void> | undefined;

  const buffer = createLineBuffer({ write: (lines) => sink.write('info', lines), flushAfterMs, maxLines: maxBufferedLines });
  const isLogged = (asked: Level) => severity[asked] <= severity[level];
  /** What somebody has to act on is out at once, the rest soon: a write for each line costs more than the line. */
  const isUrgent = (asked: Level) => severity[asked] <= severity.warn || closing !== undefined;
  const at = (asked: Level) => (event: string, fields?: Fields) => {
    if (!isLogged(asked)) return;
    const line = composer.line(asked, event, fields);
    if (!isUrgent(asked)) return buffer.add(line);
    buffer.flush();
    sink.write(asked, line);
  };
  // What waits still reaches stdout, which Linux writes synchronously, whoever ended the process; files may lack it.
  const flushAtExit = (): void => buffer.flush();
  owner.on('exit', flushAtExit);
  const close = async (): Promise<void> => {
    owner.off('exit', flushAtExit);
    buffer.flush();
    const ended = sink;
    sink = { write: (_level, line) => toStdout(line), close: async () => {} };
    await ended.close();
    await Promise.all([files?.close(), stdout.flush()]);
  };
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    access: (line) => {
      if (isLogged('info')) buffer.add(composer.accessLine(line));
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
