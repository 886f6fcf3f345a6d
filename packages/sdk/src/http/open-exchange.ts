import { MillraceConnectionError } from '../errors/millrace-connection-error.js';
import { MillraceError } from '../errors/millrace-error.js';
import { errorOf } from './error-of.js';
import { queryText } from './query-text.js';
import type { Request } from './request.js';
import { type SilenceWatch, watchSilence } from './watch-silence.js';

/** An answer of the kind 2xx whose body is still to come. */
export interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  /** The body as it comes. Throws a `MillraceConnectionError` when it breaks off or falls silent. */
  readonly bytes: AsyncGenerator<Uint8Array, void, undefined>;
  /** The whole body. Throws like `bytes`. */
  text(): Promise<string>;
  /** Ends it, if it has not ended. */
  close(): void;
}

export interface OpenOptions {
  /** How long nothing may come, in milliseconds. */
  readonly silenceMs: number;
}

export type OpenExchange = (request: Request, options: OpenOptions) => Promise<Exchange>;

export interface OpenExchangeOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Without a slash at its end. */
  readonly url: string;
  readonly apiKey: string;
}

/** Codes of failures before anything was sent. */
const unsentCodes: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

interface Failure {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
}

/** What failed and what made it fail, whatever class and realm they are of. */
const chainOf = (error: unknown): readonly Failure[] => {
  const failure = (error ?? {}) as Failure;
  return [failure, (failure.cause ?? {}) as Failure];
};

/** What came of it when it was neither answered nor given up by its caller. */
const asFailure = (error: unknown, signal: AbortSignal | undefined): unknown => {
  if (error instanceof MillraceError || error instanceof MillraceConnectionError || signal?.aborted) return error;
  const chain = chainOf(error);
  const reason = chain.flatMap(({ message }) => (message ? [message] : [])).join(': ');
  return new MillraceConnectionError({
    message: `the api could not be reached, or the connection broke: ${reason || 'unknown'}`,
    cause: error,
    unsent: chain.some(({ code }) => unsentCodes.has(code)),
  });
};

const initOf = ({ method, body, headers }: Request, apiKey: string, signal: AbortSignal): RequestInit => ({
  method,
  headers: {
    'x-api-key': apiKey,
    accept: 'application/json',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  },
  ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  // Followed, a POST would become a GET, and the key would go wherever the redirect points.
  redirect: 'manual',
  cache: 'no-store',
  signal,
});

const bytesOf = async function* (response: Response, watch: SilenceWatch): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = response.body?.getReader();
  if (!reader) return;
  for (;;) {
    const { done, value } = await watch.during(reader.read());
    if (done) return;
    yield value;
  }
};

const textOf = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of bytes) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
};

/** One try at one request. Throws a `MillraceError` for any answer but 2xx, a `MillraceConnectionError` for none, and the caller's reason. */
export const createOpenExchange = ({ fetch, url, apiKey }: OpenExchangeOptions): OpenExchange => {
  return async (request, { silenceMs }) => {
    const { signal } = request;
    const watch = watchSilence({ silenceMs, signal });
    const reading = async function* (response: Response): AsyncGenerator<Uint8Array, void, undefined> {
      try {
        yield* bytesOf(response, watch);
      } catch (error) {
        throw asFailure(error, signal);
      } finally {
        watch.end();
      }
    };
    try {
      const asked = fetch(`${url}${request.path}${queryText(request.query)}`, initOf(request, apiKey, watch.signal));
      const response = await watch.during(asked);
      const bytes = reading(response);
      if (!response.ok && response.status !== request.orStatus) throw errorOf(response, await textOf(bytes));
      return { status: response.status, headers: response.headers, bytes, text: () => textOf(bytes), close: watch.end };
    } catch (error) {
      watch.end();
      throw asFailure(error, signal);
    }
  };
};
