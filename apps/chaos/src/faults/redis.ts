import { pause } from '../pause.js';
import type { Fault, Trial } from './fault.js';

/** What Redis cannot do for a while, and how long it took until tasks ran and were taken again once it could. */
const outage = async (
  { watch, note }: Trial,
  { begin, end, ms }: { begin: () => unknown; end: () => unknown; ms: number },
): Promise<void> => {
  await begin();
  await pause(ms);
  await end();
  const { acceptedAfterMs, calledAfterMs } = await watch.recovery();
  note('a submission accepted after the return of Redis, ms', acceptedAfterMs);
  note('a model called after the return of Redis, ms', calledAfterMs);
};

const kill = (trial: Trial): Promise<void> => {
  const { redis } = trial.ground;
  return outage(trial, { begin: redis.kill, end: redis.start, ms: 3000 });
};

const freeze = (trial: Trial): Promise<void> => {
  const { redis } = trial.ground;
  return outage(trial, { begin: redis.freeze, end: redis.thaw, ms: 6000 });
};

/** All connections but the auditor's own. */
const cutClients = async ({ ground: { store } }: Trial): Promise<void> => {
  for (let times = 0; times < 3; times += 1) {
    await store.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await store.call('CLIENT', 'KILL', 'TYPE', 'pubsub', 'SKIPME', 'yes');
    await pause(300);
  }
};

const pauseClients = (trial: Trial): Promise<void> => {
  const { store } = trial.ground;
  return outage(trial, { begin: () => store.client('PAUSE', 4000, 'ALL'), end: () => undefined, ms: 4000 });
};

const readOnly = (trial: Trial): Promise<void> => {
  const { store } = trial.ground;
  // A replica of nobody: it refuses writes, as the old master does after a fail-over.
  const begin = async (): Promise<void> => {
    await store.config('SET', 'replica-serve-stale-data', 'yes');
    await store.replicaof('127.0.0.1', 9);
  };
  return outage(trial, { begin, end: () => store.replicaof('NO', 'ONE'), ms: 5000 });
};

const outOfMemory = (trial: Trial): Promise<void> => {
  const { store } = trial.ground;
  return outage(trial, {
    begin: () => store.config('SET', 'maxmemory', '1mb'),
    end: () => store.config('SET', 'maxmemory', '0'),
    ms: 5000,
  });
};

const flushScripts = async ({ ground: { store } }: Trial): Promise<void> => {
  for (let times = 0; times < 5; times += 1) {
    await store.script('FLUSH');
    await pause(200);
  }
};

/** Whatever BullMQ keeps of a queue that is no task of ours: jobs, their order and their locks. */
const deleteJobs = async ({ ground: { store }, note }: Trial): Promise<void> => {
  const jobs = await store.keys('*:task_*.*');
  const ofQueues = jobs.filter((key) => /:task_[0-9a-f-]+\.\d+(:lock)?$/.test(key));
  if (ofQueues.length > 0) await store.del(...ofQueues);
  note('keys of jobs deleted', ofQueues.length);
};

export const redisFaults: readonly Fault[] = [
  { name: 'redis-killed', kind: 'redis', story: 'Redis is ended with SIGKILL and started again with its append-only file.', run: kill },
  { name: 'redis-frozen', kind: 'redis', story: 'Redis is frozen (SIGSTOP): connections stay open and nothing answers.', run: freeze },
  { name: 'clients-cut', kind: 'redis', story: 'Redis ends all connections, three times (`CLIENT KILL`).', run: cutClients },
  { name: 'clients-paused', kind: 'redis', story: 'Redis makes all commands wait (`CLIENT PAUSE`).', run: pauseClients },
  { name: 'redis-read-only', kind: 'redis', story: 'Redis becomes a replica and refuses writes (`READONLY`).', run: readOnly },
  { name: 'redis-full', kind: 'redis', story: 'Redis is at its `maxmemory` and refuses what needs memory (`OOM`).', run: outOfMemory },
  { name: 'scripts-flushed', kind: 'redis', story: 'Redis forgets all scripts, five times (`SCRIPT FLUSH`).', run: flushScripts },
  { name: 'jobs-deleted', kind: 'redis', story: 'The jobs of all queues are deleted behind our back, with their locks.', run: deleteJobs },
];
