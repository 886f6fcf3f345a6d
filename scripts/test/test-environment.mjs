import { toolEnvironment } from '../setup/tool-environment.mjs';

// A developer's own settings, an OpenAI key above all, must not reach the tests.
const isSetting = (name) =>
  /^(MILLRACE_|OPENAI_|REDIS_|LOG_|METRICS_)|^(MODEL_NAME|MAX_TOKENS|TEMPERATURE|PORT|HOST|TRUST_PROXY|NODE_OPTIONS)$/.test(name);

/** The environment the tests run in: Node 24 first in PATH, none of the user's settings, and what was found on this machine to test with. */
export const testEnvironment = ({ redis, chromium } = {}) => {
  const clean = Object.fromEntries(Object.entries(toolEnvironment()).filter(([name]) => !isSetting(name)));
  return {
    ...clean,
    ...(redis?.url && { MILLRACE_TEST_REDIS_URL: redis.url, MILLRACE_TEST_REDIS_SERVER: redis.program }),
    ...(chromium && { MILLRACE_TEST_CHROMIUM: chromium }),
  };
};
