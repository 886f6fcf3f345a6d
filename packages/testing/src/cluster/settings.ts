export type Settings = Readonly<Record<string, string>>;

export const prefix = '{millrace}';
export const key = 'key-of-the-tests-0123456789';

export const settingsOfAll = (redisUrl: string): Settings => ({
  REDIS_URL: redisUrl,
  MILLRACE_PREFIX: prefix,
  LOG_LEVEL: 'debug',
});

export const settingsOfApi = (apiKey: string): Settings => ({
  PORT: '0',
  MILLRACE_API_KEYS: `tests:${apiKey}`,
  // The default is what one test is about and would only be in the way of the others.
  MILLRACE_ROUTE_LIMITS: 'POST /predict=1000/minute',
});

export const settingsOfWorker = (upstreamUrl: string, number: number): Settings => ({
  OPENAI_BASE_URL: upstreamUrl,
  OPENAI_API_KEY: `sk-worker-${number}`,
  MILLRACE_RETRY_BASE_MS: '50',
});
