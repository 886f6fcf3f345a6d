import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { errorText } from './error-text.js';
import { createResponseBody, type ResponseBody, type ResponseBodySource } from './response-body.js';
import type { UpstreamCall } from './upstream-call.js';

/** The part of a fetch `Response` that the SDK reads, and the body as we read it. */
export interface LeanResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly url: string;
  readonly headers: { get(name: string): string | null; entries(): IterableIterator<[string, string]> };
  readonly body: ResponseBody;
  text(): Promise<string>;
  /** Says that no more of the body is wanted but that it ended well: the socket is kept if the upstream ends the body shortly. */
  release(): void;
}

export interface LeanRequestInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly call: UpstreamCall;
}

export type LeanFetch = (url: string, init: LeanRequestInit) => Promise<LeanResponse>;

/** An error's explanation fits easily; a provider that sends more is not read on. */
const maxErrorBytes = 65_536;

/** After its last event a stream's end is on its way or never comes. */
const lingerMs = 1_000;

/**
 * What `fetch` does for the SDK, without what makes it slow: no Request, Response, Headers or web streams.
 * Follows no redirect, so a key never travels to another host. Stopping the call closes its socket.
 */
export const createLeanFetch =
  ({ dispatcher }: { readonly dispatcher: Dispatcher }): LeanFetch =>
  (url, { method, headers, body, call }) =>
    new Promise((resolve, reject) => {
      const { origin, pathname, search } = new URL(url);
      const request = { origin, path: pathname + search, method: method as Dispatcher.HttpMethod, headers, body };
      const answered = (status: number, received: IncomingHttpHeaders, exchange: Exchange) =>
        resolve(leanResponse(url, status, received, exchange));
      const exchange = createExchange(call, answered, reject);
      if (!call.stopped) dispatcher.dispatch(request, exchange.handler);
    });

interface Exchange {
  readonly handler: Dispatcher.DispatchHandler;
  readonly source: ResponseBodySource;
  release(): void;
}

type Answered = (status: number, headers: IncomingHttpHeaders, exchange: Exchange) => void;

/** One request on its way: undici's events on one side, the call's stop on the other. */
const createExchange = (call: UpstreamCall, answered: Answered, failed: (error: Error) => void): Exchange => {
  const source = createResponseBody();
  let controller: Dispatcher.DispatchController | undefined;
  let linger: NodeJS.Timeout | undefined;

  const fail = (error: Error): void => {
    clearTimeout(linger);
    // Wrapped, because the SDK keeps of an error it did not expect the message and drops the code.
    failed(new Error('the exchange with the provider failed', { cause: error }));
    source.fail(error);
  };
  call.onStop((error) => {
    fail(error);
    controller?.abort(error);
  });
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: (started) => {
      controller = started;
      // Stopped while waiting for a connection: the call is long answered, the request must not go out.
      if (call.stopped) started.abort(new Error('the call was stopped before it was sent'));
      else call.connected();
    },
    onResponseStart: (_controller, status, headers) => {
      if (status >= 200) answered(status, headers, exchange);
    },
    onResponseData: (_controller, bytes) => {
      call.received();
      source.push(bytes);
    },
    onResponseEnd: () => {
      clearTimeout(linger);
      source.end();
    },
    onResponseError: (_controller, error) => fail(error),
  };
  const release = (): void => {
    if (source.ended) return;
    linger = setTimeout(() => controller?.abort(new Error('the upstream does not end its answer')), lingerMs);
    linger.unref();
  };
  const exchange: Exchange = { handler, source, release };
  return exchange;
};

const leanResponse = (url: string, status: number, headers: IncomingHttpHeaders, { source, release }: Exchange): LeanResponse => ({
  ok: status < 300,
  status,
  url,
  headers: {
    get: (name) => textOf(headers[name.toLowerCase()]),
    entries: () =>
      Object.keys(headers)
        .map((name): [string, string] => [name, textOf(headers[name]) ?? ''])
        .values(),
  },
  body: source.body,
  text: async () => errorText(await source.body.text(maxErrorBytes)),
  release,
});

const textOf = (value: string | string[] | undefined): string | null => (Array.isArray(value) ? value.join(', ') : (value ?? null));
