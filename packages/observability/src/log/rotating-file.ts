import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, errorCode, within } from '@millrace/runtime';
import DailyRotateFile from 'winston-daily-rotate-file';

export interface RotatingFileOptions {
  readonly directory: string;
  readonly instance: string;
  /** Such as `10m`; a file is ended when it has grown past it. */
  readonly maxSize: string;
  readonly maxFiles: number;
  readonly clock: Clock;
  /** Told once when lines can no longer be written, and once when they can again, with how many were lost. */
  readonly onTrouble: (event: 'log_file_failed' | 'log_file_reopened', fields: Readonly<Record<string, unknown>>) => void;
}

/** Log files that never take the process down: while they cannot be written, lines are counted and dropped, and opening is tried again. */
export interface RotatingFile {
  write(line: string): void;
  /** Resolves when all is written, or after two seconds. */
  close(): Promise<void>;
}

const retryAfterMs = 30_000;
const closeWithinMs = 2_000;
const lineOfInfo = Symbol.for('message');

/** The rotator stops removing old files when it cannot read its list of them, as after a full disk; without the list it begins a new one. */
const dropBrokenAudit = (path: string): void => {
  try {
    JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    rmSync(path, { force: true });
  }
};

const openFile = ({ directory, instance, maxSize, maxFiles }: RotatingFileOptions): DailyRotateFile => {
  const auditFile = join(directory, `.${instance}.audit.json`);
  dropBrokenAudit(auditFile);
  const filename = `${instance}-%DATE%.log`;
  return new DailyRotateFile({
    dirname: directory,
    filename,
    datePattern: 'YYYY-MM-DD',
    utc: true,
    maxSize,
    maxFiles,
    auditFile,
    eol: '\n',
  });
};

/** Opens the rotating files of one instance. */
export const openRotatingFile = (options: RotatingFileOptions): RotatingFile => {
  const { directory, clock, onTrouble } = options;
  let file: DailyRotateFile | undefined;
  let retryAt = 0;
  let lost = 0;

  const fail = (error: unknown): void => {
    file = undefined;
    retryAt = clock() + retryAfterMs;
    onTrouble('log_file_failed', { directory, code: errorCode(error) ?? 'unknown', retryAfterMs });
  };
  const open = (): void => {
    try {
      const opened = openFile(options);
      // The only place where the rotator reports a full disk; an error nobody listens for ends the process.
      opened.logStream.on('error', (error) => {
        if (file === opened) fail(error);
      });
      opened.on('error', () => {});
      file = opened;
      if (lost > 0) onTrouble('log_file_reopened', { directory, linesLost: lost });
      lost = 0;
    } catch (error) {
      fail(error);
    }
  };
  const write = (line: string): void => {
    if (file === undefined && clock() >= retryAt) open();
    if (file === undefined) {
      lost += line.split('\n').length;
      return;
    }
    try {
      file.log?.({ [lineOfInfo]: line }, () => {});
    } catch (error) {
      fail(error);
    }
  };
  const close = async (): Promise<void> => {
    const closing = file?.logStream;
    file = undefined;
    retryAt = Number.POSITIVE_INFINITY;
    if (closing !== undefined) await within(new Promise<void>((resolve) => closing.end(() => resolve())), closeWithinMs);
  };
  open();
  return { write, close };
};
