// Tests run on the sources: unit tests beside the code, `*.redis.test.ts` against a real Redis
// (scripts/test.mjs starts one and names it in MILLRACE_TEST_REDIS_URL), `apps/e2e` against real processes and a real browser.
const shared = {
  rootDir: '.',
  transform: {
    '\\.m?[jt]s$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Tests run as CommonJS, so packages that ship nothing but ES modules are compiled too.
  transformIgnorePatterns: ['/node_modules/\\.pnpm/(?!(?:uuid|commander|eventsource(?:-parser)?)@)'],
  moduleNameMapper: {
    '^@millrace/([a-z]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'],
  },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.millrace/'],
  testEnvironment: 'node',
};

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      setupFilesAfterEnv: ['<rootDir>/scripts/test/patience.mjs'],
      testMatch: ['<rootDir>/{apps,packages}/*/src/**/*.test.ts', '<rootDir>/{scripts,docker}/**/*.test.mjs'],
      testPathIgnorePatterns: ['\\.redis\\.test\\.ts$', '<rootDir>/apps/e2e/'],
    },
    {
      ...shared,
      displayName: 'redis',
      setupFilesAfterEnv: ['<rootDir>/scripts/test/patience.mjs'],
      testMatch: ['<rootDir>/{apps,packages}/*/src/**/*.redis.test.ts'],
    },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/apps/e2e/src/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/apps/e2e/src/patience.ts'],
    },
  ],
};
