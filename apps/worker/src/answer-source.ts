import type { LlmOutcome } from '@millrace/llm';
import type { Clock } from '@millrace/runtime';
import type { KeptAnswer, OpenTask } from '@millrace/tasks';
import type { AnswerCache } from './answer-cache.js';
import { createAttemptStop } from './attempt-stop.js';
import { cacheDigest, type ResolvedDefaults } from './cache-digest.js';
import { isWorthKeeping } from './is-worth-keeping.js';
import type { Follower, Leader, SharedCalls, SharedOutcome } from './shared-calls.js';

/** Where the answer to one task can come from. */
export interface AnswerSource {
  /** An answer that this process has or that an identical task in flight is getting, or a wait it was told; undefined = this task has to begin. */
  known(job: AbortSignal): Promise<SharedOutcome | undefined>;
  /** Under which `begin` looks for an answer that is kept in Redis; undefined = it is not to look. */
  readonly digest: string | undefined;
  /** Takes in that `begin` found an answer. */
  found(answer: KeptAnswer, ttlMs: number): void;
  /** Asks the model, under the attempt of this task. */
  ask(stop: AbortSignal): Promise<LlmOutcome>;
  /** Always called at the end: those who wait for this task's answer go their own way if there was none. */
  leave(): void;
}

/** How the cache served a task. */
export type CacheUse = 'hit' | 'miss' | 'shared' | 'bypass';

export interface AnswerSourcesOptions {
  readonly cache: AnswerCache;
  readonly sharedCalls: SharedCalls;
  readonly callModel: (task: OpenTask, signal: AbortSignal) => Promise<LlmOutcome>;
  readonly toAnswer: (outcome: LlmOutcome) => KeptAnswer | undefined;
  readonly defaults: ResolvedDefaults;
  /** How long answers are kept; 0 = nothing is kept, looked up or shared. */
  readonly ttlSeconds: number;
  readonly clock: Clock;
  readonly onUse: (use: CacheUse) => void;
}

type Ask = AnswerSource['ask'];

const askAndKeep = (task: OpenTask, digest: string, { cache, callModel, toAnswer, ttlSeconds }: AnswerSourcesOptions): Ask => {
  const policy = task.payload.cache;
  if (policy?.noStore) return (signal) => callModel(task, signal);
  return async (signal) => {
    const outcome = await callModel(task, signal);
    const answer = toAnswer(outcome);
    if (answer && isWorthKeeping(answer)) cache.keep(digest, answer, policy?.ttlSeconds ?? ttlSeconds);
    return outcome;
  };
};

const bypassing = (ask: Ask, { onUse }: AnswerSourcesOptions): AnswerSource => ({
  known: async () => {
    onUse('bypass');
    return undefined;
  },
  digest: undefined,
  found: () => {},
  ask,
  leave: () => {},
});

/** Opens the sources a task's own cache policy allows it. */
export const createAnswerSources = (options: AnswerSourcesOptions): ((task: OpenTask) => AnswerSource) => {
  const { cache, sharedCalls, callModel, defaults, ttlSeconds, clock, onUse } = options;

  const leading = (leader: Leader, ask: Ask, digest: string): AnswerSource => ({
    known: async () => {
      const answer = cache.find(digest);
      if (!answer) return undefined;
      onUse('hit');
      leader.publish(answer);
      return { kind: 'answer', answer };
    },
    digest,
    found: (answer, ttlMs) => {
      onUse('hit');
      cache.hold(digest, answer, ttlMs);
      leader.publish(answer);
    },
    ask: (stop) => {
      onUse('miss');
      return leader.call(ask, stop);
    },
    leave: leader.leave,
  });
  const following = (follower: Follower, ask: Ask, digest: string, task: OpenTask): AnswerSource => ({
    known: async (job) => {
      // When its deadline comes while it waits, `begin` is asked next, and judges by the clock of Redis.
      const stop = createAttemptStop({ job, deadlineMs: task.finishByMs - clock() });
      const outcome = await follower.outcome(stop.signal).finally(stop.release);
      if (outcome?.kind === 'answer') onUse('shared');
      return outcome;
    },
    // The leader may have left before it looked.
    digest,
    found: (answer, ttlMs) => {
      onUse('hit');
      cache.hold(digest, answer, ttlMs);
    },
    ask: (stop) => {
      onUse('miss');
      return ask(stop);
    },
    leave: () => {},
  });

  return (task) => {
    if (ttlSeconds === 0) return bypassing((signal) => callModel(task, signal), options);
    const digest = cacheDigest(task, defaults);
    const ask = askAndKeep(task, digest, options);
    if (task.payload.cache?.noCache) return bypassing(ask, options);
    const share = sharedCalls.join(digest);
    switch (share.role) {
      case 'leader':
        return leading(share, ask, digest);
      case 'follower':
        return following(share, ask, digest, task);
    }
  };
};
