import { type Clock, systemClock } from '@millrace/runtime';
import { Agent, type Dispatcher } from 'undici';
import type { WebhookGuard } from '../guard/webhook-guard.js';
import { retryAfterMs } from '../retry-after.js';
import { blockedCode, createGuardedLookup } from './guarded-lookup.js';
import { createResolveHost, type ResolveHost } from './resolve-host.js';
import type { SendOutcome } from './send-outcome.js';

export interface WebhookSenderOptions {
  readonly guard: WebhookGuard;
  /** What goes out as `user-agent`. */
  readonly userAgent: string;
  /** Longest an attempt may take, from the look-up of the name to the end of the answer. */
  readonly timeoutMs?: number;
  /** Where names lead; default: as the name servers say. */
  readonly resolve?: ResolveHost;
  /** Certificate authorities to trust in the place of the usual ones. */
  readonly ca?: string;
  readonly clock?: Clock;
}

export interface WebhookSend {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface WebhookSender {
  /** Makes one attempt. Never throws. */
  send(request: WebhookSend): Promise<SendOutcome>;
  close(): Promise<void>;
}

export const webhookTimeoutMs = 15_000;
/** How much of an answer is read before the connection is cut; nothing in it matters. */
const mostAnswerBytes = 64 * 1024;

/**
 * Sends webhooks over connections that are looked up, checked, used once and closed: a receiver that closes an idle connection in the wrong
 * moment would cost an attempt. Proxies of the environment are not asked and redirects not followed, for both lead past the guard.
 */
export const createWebhookSender = (options: WebhookSenderOptions): WebhookSender => {
  const {
    guard,
    userAgent,
    timeoutMs = webhookTimeoutMs,
    resolve = createResolveHost({ asksSystem: guard.opensLocal }),
    ca,
    clock = systemClock,
  } = options;
  const agentFor = (secure: boolean): Agent =>
    new Agent({
      pipelining: 0,
      allowH2: false,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      connect: { lookup: createGuardedLookup({ guard, resolve, secure }), timeout: timeoutMs, ...(ca !== undefined && { ca }) },
    });
  const agents = { 'https:': agentFor(true), 'http:': agentFor(false) };

  const request = async ({ url, headers, body, signal }: WebhookSend): Promise<SendOutcome> => {
    const { protocol, origin, pathname, search } = new URL(url);
    const answer = await agents[protocol as keyof typeof agents].request({
      origin,
      path: pathname + search,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': userAgent },
      body,
      signal,
    });
    const outcome = outcomeOf(answer, clock());
    // Its status has said all; a body that never ends takes no more than what is left of the time.
    await answer.body.dump({ limit: mostAnswerBytes, signal }).catch(() => {});
    return outcome;
  };

  return {
    async send({ signal, ...rest }) {
      const reason = guard.judge(rest.url);
      if (reason) return { kind: 'blocked', reason };
      if (signal.aborted) return { kind: 'aborted' };
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        return await request({ ...rest, signal: AbortSignal.any([signal, timeout]) });
      } catch (error) {
        if (signal.aborted) return { kind: 'aborted' };
        return timeout.aborted ? { kind: 'timeout' } : failureOf(error);
      }
    },
    async close() {
      await Promise.all(Object.values(agents).map((agent) => agent.destroy()));
    },
  };
};

const outcomeOf = ({ statusCode, headers }: Dispatcher.ResponseData, nowMs: number): SendOutcome => {
  if (statusCode >= 200 && statusCode < 300) return { kind: 'delivered', statusCode };
  if (statusCode >= 300 && statusCode < 400) return { kind: 'redirected', statusCode };
  if (statusCode === 410) return { kind: 'gone', statusCode };
  const retryAfter = headers['retry-after'];
  return { kind: 'refused', statusCode, retryAfterMs: retryAfterMs(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter, nowMs) };
};

const timeoutCodes = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT', 'ETIMEOUT']);

const failureOf = (error: unknown): SendOutcome => {
  const { code } = error as { code?: unknown };
  if (code === blockedCode) return { kind: 'blocked', reason: 'internal' };
  if (typeof code === 'string' && timeoutCodes.has(code)) return { kind: 'timeout' };
  return { kind: 'unreachable', code: typeof code === 'string' ? code : undefined };
};
