import { MillraceError } from '../errors/millrace-error.js';
import { createRetries, type Retries, type RetriesOptions, type RetryPolicy } from './create-retries.js';
import type { Exchange, OpenExchange } from './open-exchange.js';
import type { Request } from './request.js';

export interface AskOptions extends RetriesOptions {
  /** How long the api was asked to hold the line, in milliseconds. */
  readonly heldMs?: number | undefined;
}

/** An api that is asked over HTTP. */
export interface Api {
  /** Sends a request until it is answered, as often as the policy allows; returns the body of a 2xx answer. */
  ask<Body>(request: Request, options?: AskOptions): Promise<Body>;
  /** One try of such a request. */
  askOnce<Body>(request: Request, heldMs?: number): Promise<Body>;
  /** One try of a request whose answer is read as it comes; nothing may come for `silenceMs`. */
  open(request: Request, silenceMs?: number): Promise<Exchange>;
  retries(options?: RetriesOptions): Retries;
}

export interface ApiOptions {
  readonly open: OpenExchange;
  readonly policy: RetryPolicy;
  readonly timeoutMs: number;
}

const parsed = <Body>(text: string, { status, headers }: Exchange): Body => {
  try {
    return JSON.parse(text);
  } catch {
    throw new MillraceError({
      message: `the answer was ${status} without JSON, and not from Millrace; is the url that of an api?`,
      status,
      code: 'not_millrace',
      retryable: false,
      requestId: headers.get('x-request-id') ?? undefined,
    });
  }
};

export const createApi = ({ open, policy, timeoutMs }: ApiOptions): Api => {
  const askOnce: Api['askOnce'] = async (request, heldMs = 0) => {
    const exchange = await open(request, { silenceMs: heldMs + timeoutMs });
    return parsed(await exchange.text(), exchange);
  };
  return {
    ask: async (request, { heldMs, ...options } = {}) => {
      const retries = createRetries(policy, options);
      for (;;) {
        try {
          return await askOnce(request, heldMs);
        } catch (error) {
          await retries.after(error, request);
        }
      }
    },
    askOnce,
    open: (request, silenceMs = timeoutMs) => open(request, { silenceMs }),
    retries: (options) => createRetries(policy, options),
  };
};
