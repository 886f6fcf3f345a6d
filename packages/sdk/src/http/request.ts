export type QueryValue = string | number | boolean | Date | readonly string[] | undefined;

/** What is asked of the api, in terms of its reference. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From `/v1` on, ids already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
  /** Sent as JSON; a string as it is, with a `content-type` among the headers. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A status beside 2xx that is an answer, and no failure. */
  readonly orStatus?: number;
  readonly signal?: AbortSignal | undefined;
}
