import { ringKeys } from '@millrace/config';
import { createJobScripts } from '@millrace/queue';
import { newTaskId, type Service, systemClock } from '@millrace/runtime';
import {
  type ConfirmDurable,
  createConfirmDurable,
  createMemoryWatch,
  createSealing,
  guarded,
  impatient,
  type Keys,
} from '@millrace/store';
import {
  createChannels,
  createFollowTask,
  createForesee,
  createListTasks,
  createReadEvents,
  createReadTask,
  createSubmitTask,
  createSweeper,
  createWaitForEnd,
  type FollowTask,
  type Foresee,
  type ListTasks,
  type ReadTask,
  type SubmitTask,
  type WaitForEnd,
} from '@millrace/tasks';
import { type Administration, createAdministration } from './administration.js';
import type { ApiConfig } from './config.js';
import { createFindStoredKey } from './keys/find-stored-key.js';
import { createKeyWatch, type KeyWatch } from './keys/key-watch.js';
import { createNoteKeyUse } from './keys/note-key-use.js';
import { createStoredKeys, type FindKey } from './keys/stored-keys.js';
import type { RedisConnections } from './redis-connections.js';
import { createSteering, type Steering } from './steering.js';
import type { ApiTelemetry } from './telemetry.js';
import { createWebhooks, type Webhooks } from './webhooks.js';

export interface DomainOptions {
  readonly config: ApiConfig;
  readonly connections: RedisConnections;
  readonly keys: Keys;
  readonly telemetry: ApiTelemetry;
}

export interface Domain extends Steering, Administration {
  readonly submitTask: SubmitTask;
  readonly submitBulk: SubmitTask;
  readonly newTaskId: () => string;
  readonly readTask: ReadTask;
  readonly listTasks: ListTasks;
  readonly foresee: Foresee;
  readonly waitForEnd: WaitForEnd;
  readonly followTask: FollowTask;
  readonly webhooks: Webhooks;
  readonly storedKey: FindKey;
  readonly keyWatch: KeyWatch;
  readonly lifetimes: readonly Service[];
}

/** What a call to the store may take: with two limiters before it a request is answered within two seconds, however Redis hangs. */
const patienceMs = 1200;

/** Of many that are submitted together: one call holds Redis up for about two milliseconds. */
const bulkBatch = 64;

/** An answer that has its task does not wait long for what it can go without. */
const foresightPatienceMs = 300;

/** A disk that is synced every second may keep one waiting for the sync before as well. */
const confirmPatienceMs = 3000;

const confirmOf = ({ confirming }: RedisConnections, { durability: { mode } }: ApiConfig, keys: Keys): ConfirmDurable | undefined =>
  confirming && mode.kind !== 'server'
    ? createConfirmDurable({ redis: confirming, key: keys.durability, durability: mode, patienceMs: confirmPatienceMs })
    : undefined;

/** Tasks and keys on the real store and queue. */
export const createDomain = ({ config, connections, keys, telemetry }: DomainOptions): Domain => {
  const { main: redis, subscriber } = connections;
  const { ceilings, retention, attempts, instance } = config;
  const { seal } = createSealing(ringKeys(config.encryption.keys));
  const jobs = createJobScripts({ queuesPrefix: keys.queues, mostPendingDeliveries: config.webhooks.mostPending });
  const memory = createMemoryWatch({ redis, maxShare: ceilings.maxMemoryShare });
  const channels = createChannels({ subscriber });
  const reports = { onReport: telemetry.swept, onError: telemetry.sweepFailed };
  const sweeper = createSweeper({ redis, keys, jobs, instance, ...attempts, ...retention, ...reports });
  const submission = {
    redis,
    keys,
    seal,
    jobs,
    memory,
    newId: newTaskId,
    limit: config.limits.tasks,
    patienceMs,
    onBudgetNews: telemetry.budgetNoticed,
    confirm: confirmOf(connections, config, keys),
  };
  const requireRedis = () => guarded(() => redis.ping());
  const administration = createAdministration({ redis, keys }, patienceMs);
  const { find, inUse, noteUse } = administration.apiKeys;
  const noteKeyUse = createNoteKeyUse({ noteUse, clock: systemClock });
  const storedKeys = createStoredKeys(impatient(createFindStoredKey({ apiKeys: { find }, requireRedis, noteUse: noteKeyUse }), patienceMs));
  const keyWatch = createKeyWatch({ channels, channel: keys.keyChanges, inUse, onChange: storedKeys.forget });
  return {
    submitTask: createSubmitTask({ ...submission, ...ceilings, ...retention, ...config.fairShare }),
    submitBulk: createSubmitTask({ ...submission, ...ceilings, ...retention, ...config.fairShare, maxBatch: bulkBatch }),
    newTaskId,
    readTask: impatient(createReadTask({ redis, keys, seal }), patienceMs),
    listTasks: impatient(createListTasks({ redis, keys, seal }), patienceMs),
    ...createSteering({ redis, keys, seal, jobs, ...retention }, patienceMs),
    foresee: createForesee({ redis, keys, clock: systemClock, patienceMs: foresightPatienceMs }),
    waitForEnd: createWaitForEnd({ redis, keys, channels }),
    followTask: createFollowTask({ redis, channels, keys, seal, readEvents: createReadEvents({ redis, keys, seal }) }),
    webhooks: createWebhooks({ redis, keys, seal, jobs, allow: config.webhooks.allow }, patienceMs),
    ...administration,
    storedKey: storedKeys.find,
    keyWatch,
    lifetimes: [memory, channels, keyWatch, sweeper],
  };
};
