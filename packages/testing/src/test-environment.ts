/** What `npm test` tells the tests about this machine; see scripts/test.mjs. */
export interface TestEnvironment {
  /** A running Redis or Valkey that tests share, each under its own prefix. */
  readonly redisUrl: string | undefined;
  /** The server's program, for tests that start and stop one of their own. */
  readonly redisServer: string;
  /** Chromium's program; undefined when there is none, and tests in a browser are skipped. */
  readonly chromium: string | undefined;
}

export const testEnvironment = (environment: NodeJS.ProcessEnv = process.env): TestEnvironment => ({
  redisUrl: environment.MILLRACE_TEST_REDIS_URL || undefined,
  redisServer: environment.MILLRACE_TEST_REDIS_SERVER || 'redis-server',
  chromium: environment.MILLRACE_TEST_CHROMIUM || undefined,
});
