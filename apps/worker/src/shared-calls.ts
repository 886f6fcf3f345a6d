import type { LlmOutcome } from '@millrace/llm';
import type { KeptAnswer } from '@millrace/tasks';
import { keptAnswerOf } from './kept-answer-of.js';

/** The one of several identical tasks that makes the call, under its own attempt. */
export interface Leader {
  readonly role: 'leader';
  /** Hands the others an answer that was there already. */
  publish(answer: KeptAnswer): void;
  /** Makes the call, of this deployment. When `stop` fires the leader has its outcome at once; the call itself ends only if nobody else waits for it. */
  call(deployment: string, start: StartCall, stop: AbortSignal): Promise<LlmOutcome>;
  /** Lets those who wait go their own way, unless the call is being made. Always called at the end. */
  leave(): void;
}

export interface Follower {
  readonly role: 'follower';
  /** What came of the leader's call; undefined when nothing did that is of use here, or `stop` fires first. */
  outcome(stop: AbortSignal): Promise<KeptAnswer | undefined>;
}

export type StartCall = (signal: AbortSignal) => Promise<LlmOutcome>;

export interface SharedCalls {
  /** The first with a digest leads; whoever comes until its call has ended follows. */
  join(digest: string): Leader | Follower;
}

/** What a leader gets that stops waiting while the call goes on for others: what it used is not known yet. */
const leftRunning: LlmOutcome = { kind: 'aborted', sent: true, partial: { text: '', usage: null } };

/**
 * Calls shared by identical tasks of one process. An answer is shared; a failure is not: when the leader's call fails or is never made, each follower makes an attempt of its own, alone. So a call belongs to exactly one booked
 * attempt, each task keeps its own retries, and nobody waits through a chain of other tasks' failures.
 */
export const createSharedCalls = (): SharedCalls => {
  const open = new Map<string, SharedCall>();
  return {
    join: (digest) => {
      const known = open.get(digest);
      if (known) return followerOf(known);
      const shared = createSharedCall(() => open.delete(digest));
      open.set(digest, shared);
      return leaderOf(shared);
    },
  };
};

interface SharedCall {
  readonly outcome: Promise<KeptAnswer | undefined>;
  /** Ends the sharing; what comes after the first time is ignored. */
  end(answer: KeptAnswer | undefined): void;
  readonly aborter: AbortController;
  calling: boolean;
  waiting: number;
}

const createSharedCall = (forget: () => void): SharedCall => {
  const { promise, resolve } = Promise.withResolvers<KeptAnswer | undefined>();
  const end = (answer: KeptAnswer | undefined): void => {
    forget();
    resolve(answer);
  };
  return { outcome: promise, end: once(end), aborter: new AbortController(), calling: false, waiting: 0 };
};

const leaderOf = (shared: SharedCall): Leader => ({
  role: 'leader',
  publish: shared.end,
  call: async (deployment, start, stop) => {
    shared.calling = true;
    const call = start(shared.aborter.signal);
    call.then(
      (outcome) => shared.end(keptAnswerOf(deployment)(outcome)),
      () => shared.end(undefined),
    );
    const outcome = await waitUnlessStopped(shared, call, stop);
    // The last to leave has ended the call and sees what it had used by then.
    return outcome ?? (shared.aborter.signal.aborted ? call : leftRunning);
  },
  leave: () => {
    if (!shared.calling) shared.end(undefined);
  },
});

const followerOf = (shared: SharedCall): Follower => ({
  role: 'follower',
  outcome: (stop) => waitUnlessStopped(shared, shared.outcome, stop),
});

/** One more waits; undefined when it stops waiting first. The last to stop ends the call. */
const waitUnlessStopped = async <T>(shared: SharedCall, promise: Promise<T>, stop: AbortSignal): Promise<T | undefined> => {
  const { promise: stopped, resolve } = Promise.withResolvers<undefined>();
  const onStop = (): void => {
    shared.waiting -= 1;
    if (shared.calling && shared.waiting === 0) {
      // Whoever comes now must not follow a call that is being ended.
      shared.end(undefined);
      shared.aborter.abort();
    }
    resolve(undefined);
  };
  shared.waiting += 1;
  if (stop.aborted) onStop();
  else stop.addEventListener('abort', onStop, { once: true });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    stop.removeEventListener('abort', onStop);
  }
};

const once = <A>(act: (argument: A) => void): ((argument: A) => void) => {
  let done = false;
  return (argument) => {
    if (done) return;
    done = true;
    act(argument);
  };
};
