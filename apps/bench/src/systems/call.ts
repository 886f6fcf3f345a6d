/** How to ask a system something over HTTP, all but the prompt prepared. */
export interface Call {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: (prompt: string) => string;
}

export const json = { 'content-type': 'application/json' };
