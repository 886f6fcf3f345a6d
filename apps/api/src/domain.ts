import { createJobScripts } from '@millrace/queue';
import { newTaskId, type Service } from '@millrace/runtime';
import { createApiKeyStore, createMemoryWatch, guarded, impatient, type Keys, plainSeal } from '@millrace/store';
import {
  createEndSignals,
  createReadTask,
  createSubmitTask,
  createSweeper,
  type ReadTask,
  type SubmitTask,
  type WaitForEnd,
} from '@millrace/tasks';
import type { ApiConfig } from './config.js';
import { createFindStoredKey } from './keys/find-stored-key.js';
import { createStoredKeys, type FindKey } from './keys/stored-keys.js';
import type { RedisConnections } from './redis-connections.js';
import type { ApiTelemetry } from './telemetry.js';

export interface DomainOptions {
  readonly config: ApiConfig;
  readonly connections: RedisConnections;
  readonly keys: Keys;
  readonly telemetry: ApiTelemetry;
}

export interface Domain {
  readonly submitTask: SubmitTask;
  readonly readTask: ReadTask;
  readonly waitForEnd: WaitForEnd;
  readonly storedKey: FindKey;
  readonly lifetimes: readonly Service[];
}

/** What a call to the store may take: with two limiters before it a request is answered within two seconds, however Redis hangs. */
const patienceMs = 1200;

/** Tasks and keys on the real store and queue. */
export const createDomain = ({ config, connections, keys, telemetry }: DomainOptions): Domain => {
  const { main: redis, subscriber } = connections;
  const { ceilings, retention, attempts, instance } = config;
  const seal = plainSeal;
  const jobs = createJobScripts({ queuesPrefix: keys.queues });
  const memory = createMemoryWatch({ redis, maxShare: ceilings.maxMemoryShare });
  const endSignals = createEndSignals({ redis, subscriber, keys });
  const reports = { onReport: telemetry.swept, onError: telemetry.sweepFailed };
  const sweeper = createSweeper({ redis, keys, jobs, instance, ...attempts, ...retention, ...reports });
  const submission = { redis, keys, seal, jobs, memory, newId: newTaskId, limit: config.limits.tasks, patienceMs };
  const requireRedis = () => guarded(() => redis.ping());
  const findStoredKey = createFindStoredKey({ apiKeys: createApiKeyStore({ redis, keys }), requireRedis });
  return {
    submitTask: createSubmitTask({ ...submission, ...ceilings, ...retention }),
    readTask: impatient(createReadTask({ redis, keys, seal }), patienceMs),
    waitForEnd: endSignals.waitForEnd,
    storedKey: createStoredKeys(impatient(findStoredKey, patienceMs)),
    lifetimes: [memory, endSignals, sweeper],
  };
};
