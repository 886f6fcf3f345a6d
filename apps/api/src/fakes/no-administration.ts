import type { Administration } from '../administration.js';

/** An installation without keys in Redis, whose queues are empty. */
export const noAdministration = (): Administration => ({
  apiKeys: {
    find: async () => undefined,
    read: async () => undefined,
    list: async () => ({ apiKeys: [] }),
    inUse: async () => new Set(),
    noteUse: async () => {},
    readSpend: async (keys) => keys.map(() => ({ todayNano: 0, monthNano: 0, reservedNano: 0 })),
    create: async () => ({ kind: 'past' }),
    update: async () => ({ kind: 'unknown' }),
    rotate: async () => ({ kind: 'unknown' }),
    revoke: async () => ({ kind: 'unknown' }),
  },
  audit: { read: async () => ({ records: [] }), write: async () => {} },
  readQueues: async (routes) =>
    routes.map((route) => ({
      route,
      paused: false,
      waiting: 0,
      running: 0,
      delayed: 0,
      scheduled: 0,
      held: 0,
      startedPerMinute: 0,
      inputTokensPerMinute: 0,
      outputTokensPerMinute: 0,
      workers: 0,
      deadLetters: 0,
    })),
  storedRoutes: async () => [],
  readProviders: async (deployments) => ({
    atMs: 0,
    deployments: deployments.map(({ name }) => ({ name, state: 'closed', inFlight: 0, limits: {} })),
    credentials: [],
  }),
  pauseQueue: async () => true,
  listWorkers: async () => [],
  deadLetters: { list: async () => ({ tasks: [] }), find: async () => [], oldest: async () => [] },
  readUsage: async () => {},
});
