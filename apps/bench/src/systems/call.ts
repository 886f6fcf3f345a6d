/** How to ask a system something over HTTP, all but the prompt prepared. */
export interface Call {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: (prompt: string) => string;
  /** For an answer that is a stream: what its first piece of text and its end contain. */
  readonly stream?: { readonly begins: string; readonly ends: string };
}

export const json = { 'content-type': 'application/json' };
