import { type Finding, fail, ok, warn } from './check.js';

export interface CheckProviderOptions {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly fetch: typeof globalThis.fetch;
}

const timeoutMs = 10_000;

/** Whether the provider's list of models answers to the key. */
export const checkProvider = async ({ baseUrl, apiKey, fetch }: CheckProviderOptions): Promise<Finding> => {
  const name = 'Provider';
  const { host } = new URL(baseUrl);
  const fix = 'Correct OPENAI_BASE_URL, and look at proxies and firewalls between.';
  try {
    const headers = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
    const { status } = await fetch(`${baseUrl.replace(/\/+$/, '')}/models`, { headers, signal: AbortSignal.timeout(timeoutMs) });
    if (status < 300) return ok(name, `${host} answers${apiKey ? ' and takes the key' : ''}`);
    if (status === 401 || status === 403)
      return fail(name, `${host} refuses the key (${status})`, 'Set OPENAI_API_KEY to a key of that provider.');
    // Some servers have no list of models and answer chats all the same.
    return warn(name, `${host} answers its list of models with ${status}`, fix);
  } catch (error) {
    const { cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : (error as Error).message;
    return fail(name, `${host} cannot be reached (${reason || 'no reason given'})`, fix);
  }
};
