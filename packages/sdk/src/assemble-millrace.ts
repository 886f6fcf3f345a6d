import type { ModelList, WorkerList } from '@millrace/contracts';
import { createAudit } from './admin/create-audit.js';
import { createKeys } from './admin/create-keys.js';
import { createQueues } from './admin/create-queues.js';
import { MillraceConnectionError } from './errors/millrace-connection-error.js';
import { type Api, createApi } from './http/create-api.js';
import { createCalls } from './http/create-calls.js';
import type { RetryPolicy } from './http/create-retries.js';
import { createOpenExchange } from './http/open-exchange.js';
import type { Health, Millrace, MillraceOptions } from './millrace.js';
import { createTasks } from './tasks/create-tasks.js';
import { createReadUsage } from './usage/read-usage.js';
import { createWebhooks } from './webhooks/create-webhooks.js';

const parsedUrl = (text: string): URL | undefined => {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
};

/** Without a slash at its end. Throws a `TypeError` for anything but an address over HTTP. */
const checkedUrl = (text: string): string => {
  const { protocol, search, hash, username } = parsedUrl(text) ?? { protocol: '' };
  if (/^https?:$/.test(protocol) && !search && !hash && !username) return text.replace(/\/+$/, '');
  throw new TypeError('url must be an address such as https://millrace.example.com, without a query and without a user');
};

const checkedKey = (apiKey: string): string => {
  // Checked here, since what refuses it later would quote it.
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw new TypeError('apiKey is empty or holds characters that no key has');
  return apiKey;
};

/** What does not tell its health was no api, such as a proxy that reached none. */
const readHealth = async (api: Api, signal: AbortSignal | undefined): Promise<Health> => {
  const health = await api.askOnce<Health>({ method: 'GET', path: '/readyz', orStatus: 503, signal });
  if (typeof health?.status !== 'string') throw new MillraceConnectionError({ message: 'what answered was no api' });
  return health;
};

/** What a client needs of its platform beside `fetch`. */
export type Platform = Pick<RetryPolicy, 'pause' | 'random' | 'now'>;

export const assembleMillrace = (options: MillraceOptions, platform: Platform): Millrace => {
  const { url, apiKey, fetch = globalThis.fetch, maxRetries = 4, timeoutMs = 60_000 } = options;
  const { streamSilenceMs = 45_000, reconnectForMs = 120_000, onRetry } = options;
  const policy = { ...platform, maxRetries, reconnectForMs, onRetry };
  // Called as a function of nothing: browsers refuse a fetch that is called as a method of something else.
  const ask: typeof fetch = (input, init) => fetch(input, init);
  const open = createOpenExchange({ fetch: ask, url: checkedUrl(url), apiKey: checkedKey(apiKey) });
  const api = createApi({ open, policy, timeoutMs });

  const calls = createCalls(api);

  return {
    tasks: createTasks({ api, streamSilenceMs }),
    models: { list: async (given) => (await calls.read<ModelList>(['models'], given)).data },
    webhooks: createWebhooks(calls),
    usage: createReadUsage(calls),
    keys: createKeys(calls),
    queues: createQueues(calls),
    workers: { list: async (given) => (await calls.read<WorkerList>(['workers'], given)).data },
    audit: createAudit(calls),
    health: ({ signal } = {}) => readHealth(api, signal),
  };
};
