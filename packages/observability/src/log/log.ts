export type Level = 'error' | 'warn' | 'info' | 'debug';

/**
 * What belongs to an event: flat, named values. An `Error` may sit in any field; secrets are masked, and fields named
 * like prompts and credentials are dropped. The names `level`, `message`, `timestamp`, `service`, `role`, `instance`
 * and `version` are the log's own and win over a field.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** Where the program says what happened: an event's name, and its fields. */
export interface Log {
  error(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  info(event: string, fields?: Fields): void;
  debug(event: string, fields?: Fields): void;
}

/** One answered HTTP request. `route` is the operation's pattern, never the URL; `durationMs` in milliseconds. */
export interface AccessLine {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  readonly tenant?: string | undefined;
  readonly taskId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly address?: string | undefined;
}

/** The process's log: a `Log` that also takes access lines and can be closed. */
export interface Logger extends Log {
  /** Takes a line without writing it at once: many requests share one write. Order is kept. */
  access(line: AccessLine): void;
  /** Resolves when all that was logged is written, or after two seconds; later lines go to stdout only. */
  close(): Promise<void>;
}
