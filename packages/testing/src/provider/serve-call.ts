import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createReply } from '../upstream/upstream-reply.js';
import { type CallContent, keyOf, readContent } from './call-content.js';
import type { CallLog } from './call-log.js';
import { conductCall } from './conduct-call.js';
import type { KeyAccount, NoRoom } from './key-account.js';
import type { OpenCall } from './provider-call.js';
import type { ProviderSettings } from './provider-settings.js';
import { retryAfterHeaders } from './retry-after-headers.js';
import { type DecidedCall, refuse } from './served-call.js';

export interface ServeCallOptions {
  readonly settings: () => ProviderSettings;
  readonly accountOf: (key: string) => KeyAccount;
  readonly log: CallLog;
  /** Resolves when calls are not held any more. */
  readonly released: () => Promise<void>;
  readonly now: () => number;
}

const words = { requests: 'requests per min (RPM)', tokens: 'tokens per min (TPM)', concurrency: 'concurrent requests' };

const limit = (served: DecidedCall, { limit: by, waitMs }: NoRoom, log: CallLog): void => {
  const { call, account, settings, now } = served;
  const refusal = { verdict: 'limited', status: 429, type: by, code: 'rate_limit_exceeded' } as const;
  const room = settings.tellsLimits ? account.headers(now()) : {};
  if (waitMs === Number.POSITIVE_INFINITY) {
    refuse(served, { ...refusal, message: `Request too large for ${call.model} on ${words[by]}.`, headers: room });
    return;
  }
  const told = retryAfterHeaders(settings.retryAfter, Math.max(waitMs, settings.retryAfterAtLeastMs), now());
  if (told.until !== undefined) log.forbid(call, told.until);
  const message = `Rate limit reached for ${call.model} on ${words[by]}.`;
  refuse(served, { ...refusal, message, headers: { ...room, ...told.headers } });
};

const admit = async (served: DecidedCall, { log, released, settings: current }: ServeCallOptions): Promise<void> => {
  const { call, content, response, settings, account, now } = served;
  const reserved = settings.counting === 'reserve' ? (content.maxTokens ?? 0) : 0;
  const admission = account.admit(call.promptTokens + reserved, now());
  if (!admission.admitted) return limit(served, admission, log);
  let left = false;
  const leave = (): void => {
    if (left) return;
    left = true;
    call.endedAt = now();
    admission.leave();
    admission.correct(call.promptTokens + call.completionTokens, now());
  };
  response.once('close', leave);
  if (settings.conduct === 'hold') await released();
  if (response.destroyed) return;
  await conductCall({ ...served, settings: current(), leave });
};

const decide = async (served: DecidedCall, options: ServeCallOptions): Promise<void> => {
  const { call, content, settings } = served;
  const type = 'invalid_request_error';
  if (settings.revoked.includes(call.key)) {
    const message = 'Incorrect API key provided.';
    return refuse(served, { verdict: 'unauthorized', status: 401, message, type, code: 'invalid_api_key' });
  }
  if (call.promptTokens + (content.maxTokens ?? 0) > settings.contextLength) {
    const message = `This model's maximum context length is ${settings.contextLength} tokens.`;
    return refuse(served, { verdict: 'too_long', status: 400, message, type, code: 'context_length_exceeded' });
  }
  await admit(served, options);
};

const isCompletion = ({ method, url }: IncomingMessage): boolean => method === 'POST' && url?.includes('/chat/completions') === true;

/** Answers calls as the settings of the moment say, and logs them. */
export const createServeCall = (options: ServeCallOptions) => {
  const { settings, accountOf, log, now } = options;
  const open = (key: string, { bytes, model, prompt, streamed }: CallContent): OpenCall =>
    log.open({ at: now(), key, model, prompt, streamed, promptTokens: Math.ceil(bytes / settings().bytesPerToken) });

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.on('error', () => {});
    const content = readContent(await text(request));
    if (!content || !isCompletion(request)) return createReply(response).send(404, { error: { message: 'Unknown request.' } });
    const number = log.calls.length;
    const call = open(keyOf(request.headers), content);
    response.once('close', () => {
      call.endedAt ??= now();
      if (call.verdict === 'open') call.verdict = 'abandoned';
    });
    await decide({ call, content, response, settings: settings(), account: accountOf(call.key), number, now }, options);
  };
};
