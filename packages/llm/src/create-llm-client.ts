import { systemClock } from '@millrace/runtime';
import { Agent } from 'undici';
import { completeChat } from './complete-chat.js';
import { createLeanFetch } from './lean-fetch.js';
import type { LlmClient, LlmClientOptions } from './llm-client.js';
import { createOpenAiSdk } from './openai-sdk.js';
import { requestBodySettings } from './request-body.js';

/** A client for one deployment of an OpenAI-compatible API, over a pool of kept-alive connections of its own. */
export const createLlmClient = (options: LlmClientOptions): LlmClient => {
  const { deployment, timeouts, connections, clock = systemClock } = options;
  const apiKey = options.apiKey === '' ? undefined : options.apiKey;
  const closed = new AbortController();
  const dispatcher = new Agent({
    connections,
    // One call per socket: closing it is what tells a provider to stop, and a lost packet holds up one answer, not all.
    pipelining: 1,
    allowH2: false,
    // The signal is for sockets that are still connecting, which `destroy` leaves alone.
    connect: { timeout: timeouts.connectMs, signal: closed.signal },
    // The call's own clocks watch both.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const sdk = createOpenAiSdk({ ...options, apiKey, fetch: createLeanFetch({ dispatcher }) });
  const context = { sdk, settings: requestBodySettings(options), timeouts, apiKey, now: clock };
  let closing: Promise<void> | undefined;
  return {
    deployment,
    complete: (request, completeOptions = {}) => completeChat(context, request, completeOptions),
    close: () => {
      closing ??= dispatcher.destroy().then(() => closed.abort());
      return closing;
    },
  };
};
