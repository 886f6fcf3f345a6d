import { type ApiKeyStore, type AuditLog, createApiKeyStore, createAuditLog, guarded, impatient, type Keys } from '@millrace/store';
import {
  createDeadLetters,
  createListWorkers,
  createPauseQueue,
  createReadProviders,
  createReadQueues,
  createReadUsage,
  type DeadLetters,
  type ListWorkers,
  type PauseQueue,
  type ReadProviders,
  type ReadQueues,
  type ReadUsage,
} from '@millrace/tasks';
import type { Redis } from 'ioredis';

/** What admins look at and change. */
export interface Administration {
  readonly apiKeys: ApiKeyStore;
  readonly audit: AuditLog;
  readonly readQueues: ReadQueues;
  /** Routes that have or had tasks, whether or not they are configured now. */
  readonly storedRoutes: () => Promise<readonly string[]>;
  readonly readProviders: ReadProviders;
  readonly pauseQueue: PauseQueue;
  readonly listWorkers: ListWorkers;
  readonly deadLetters: DeadLetters;
  readonly readUsage: ReadUsage;
}

/** Lists that take several round trips get as many times longer. */
const longFactor = 4;

/** `patienceMs`: how long Redis may take before a call counts as failed. */
export const createAdministration = (options: { readonly redis: Redis; readonly keys: Keys }, patienceMs: number): Administration => {
  const apiKeys = createApiKeyStore(options);
  const audit = createAuditLog(options);
  const deadLetters = createDeadLetters(options);
  const { redis, keys } = options;
  const longMs = patienceMs * longFactor;
  return {
    apiKeys: {
      ...apiKeys,
      read: impatient(apiKeys.read, patienceMs),
      readSpend: impatient(apiKeys.readSpend, patienceMs),
      list: impatient(apiKeys.list, longMs),
      create: impatient((...args) => apiKeys.create(...args), patienceMs),
      update: impatient(apiKeys.update, patienceMs),
      rotate: impatient((...args) => apiKeys.rotate(...args), patienceMs),
      revoke: impatient(apiKeys.revoke, patienceMs),
    },
    audit: { read: impatient(audit.read, patienceMs), write: impatient(audit.write, patienceMs) },
    readQueues: impatient(createReadQueues(options), longMs),
    storedRoutes: impatient(() => guarded(() => redis.smembers(keys.fairRoutes)), patienceMs),
    readProviders: impatient(createReadProviders({ ...options, knowsSecrets: false }), longMs),
    pauseQueue: impatient(createPauseQueue(options), patienceMs),
    listWorkers: impatient(createListWorkers(options), patienceMs),
    deadLetters: {
      list: impatient(deadLetters.list, longMs),
      find: impatient(deadLetters.find, longMs),
      oldest: impatient(deadLetters.oldest, longMs),
    },
    readUsage: impatient(createReadUsage(options), longMs),
  };
};
