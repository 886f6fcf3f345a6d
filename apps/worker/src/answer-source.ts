import type { Deployment } from '@millrace/config';
import type { LlmOutcome, OnDelta } from '@millrace/llm';
import type { Clock } from '@millrace/runtime';
import type { Keeping, KeptAnswer, OpenTask } from '@millrace/tasks';
import type { AnswerCache } from './answer-cache.js';
import { createAttemptStop } from './attempt-stop.js';
import { cacheDigest, type ResolvedDefaults } from './cache-digest.js';
import type { Follower, Leader, SharedCalls } from './shared-calls.js';

/** Where the answer to one task can come from. */
export interface AnswerSource {
  /** An answer that this process has or that an identical task in flight is getting; undefined = this task has to begin. */
  known(job: AbortSignal): Promise<KeptAnswer | undefined>;
  /** Under which an answer may be kept; undefined = none is. */
  readonly digest: string | undefined;
  /** Whether the model is to be asked although an answer may be kept. */
  readonly fresh: boolean;
  /** Where `settle` is to keep what the model answers; undefined = nowhere. */
  readonly keep: Keeping | undefined;
  /** Takes in that `begin` found an answer. */
  found(answer: KeptAnswer, ttlMs: number): void;
  /** Asks the model of this deployment, under the attempt of this task, which alone gets the pieces as they come. */
  ask(deployment: Deployment, stop: AbortSignal, onDelta: OnDelta): Promise<LlmOutcome>;
  /** Always called at the end: those who wait for this task's answer go their own way if there was none. */
  leave(): void;
}

/** How the cache served a task. */
export type CacheUse = 'hit' | 'miss' | 'shared' | 'bypass';

export interface AnswerSourcesOptions {
  readonly cache: Pick<AnswerCache, 'find' | 'hold'>;
  readonly sharedCalls: SharedCalls;
  readonly callModel: (task: OpenTask, deployment: Deployment, signal: AbortSignal, onDelta: OnDelta) => Promise<LlmOutcome>;
  readonly defaults: ResolvedDefaults;
  /** Makes of a digest one that may be seen; see `Sealing`. */
  readonly veil?: (digest: string) => string;
  /** How long answers are kept; 0 = nothing is kept, looked up or shared. */
  readonly ttlSeconds: number;
  readonly clock: Clock;
  readonly onUse: (use: CacheUse) => void;
}

/** What every source of a task has in common. */
type Common = Pick<AnswerSource, 'ask' | 'digest' | 'keep'>;

const bypassing = (common: Common, { onUse }: AnswerSourcesOptions): AnswerSource => ({
  ...common,
  known: async () => {
    onUse('bypass');
    return undefined;
  },
  fresh: true,
  found: () => {},
  leave: () => {},
});

const keepingOf = ({ payload }: OpenTask, digest: string, ttlSeconds: number): Keeping | undefined =>
  payload.cache?.noStore ? undefined : { digest, ttlSeconds: payload.cache?.ttlSeconds ?? ttlSeconds };

/** Opens the sources a task's own cache policy allows it. */
export const createAnswerSources = (options: AnswerSourcesOptions): ((task: OpenTask) => AnswerSource) => {
  const { cache, sharedCalls, callModel, defaults, ttlSeconds, clock, onUse, veil = (digest: string) => digest } = options;

  const leading = (leader: Leader, common: Common, digest: string): AnswerSource => ({
    ...common,
    fresh: false,
    known: async () => {
      const answer = cache.find(digest);
      if (!answer) return undefined;
      onUse('hit');
      leader.publish(answer);
      return answer;
    },
    found: (answer, ttlMs) => {
      onUse('hit');
      cache.hold(digest, answer, ttlMs);
      leader.publish(answer);
    },
    ask: (deployment, stop, onDelta) => {
      onUse('miss');
      return leader.call(deployment.name, (signal) => common.ask(deployment, signal, onDelta), stop);
    },
    leave: leader.leave,
  });
  const following = (follower: Follower, common: Common, digest: string, task: OpenTask): AnswerSource => ({
    ...common,
    // The leader may have left before it looked.
    fresh: false,
    known: async (job) => {
      // When its deadline comes while it waits, `begin` is asked next, and judges by the clock of Redis.
      const stop = createAttemptStop({ job, deadlineMs: task.finishByMs - clock() });
      const answer = await follower.outcome(stop.signal).finally(stop.release);
      if (answer) onUse('shared');
      return answer;
    },
    found: (answer, ttlMs) => {
      onUse('hit');
      cache.hold(digest, answer, ttlMs);
    },
    ask: (deployment, stop, onDelta) => {
      onUse('miss');
      return common.ask(deployment, stop, onDelta);
    },
    leave: () => {},
  });

  return (task) => {
    const ask: Common['ask'] = (deployment, signal, onDelta) => callModel(task, deployment, signal, onDelta);
    if (ttlSeconds === 0) return bypassing({ ask, digest: undefined, keep: undefined }, options);
    const digest = veil(cacheDigest(task, defaults));
    const common = { ask, digest, keep: keepingOf(task, digest, ttlSeconds) };
    if (task.payload.cache?.noCache) return bypassing(common, options);
    const share = sharedCalls.join(digest);
    switch (share.role) {
      case 'leader':
        return leading(share, common, digest);
      case 'follower':
        return following(share, common, digest, task);
    }
  };
};
