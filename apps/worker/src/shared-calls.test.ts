import { describe, expect, it } from '@jest/globals';
import type { LlmOutcome } from '@millrace/llm';
import type { KeptAnswer } from '@millrace/tasks';
import fc from 'fast-check';
import { aborted, failed, success } from './fakes/open-task.js';
import { createSharedCalls, type Follower, type Leader, type SharedCalls } from './shared-calls.js';
import { toTaskResult } from './to-task-result.js';

const never = new AbortController().signal;

/** A call that ends when the test says so, or as aborted when its signal fires. */
const heldCall = () => {
  const { promise, resolve } = Promise.withResolvers<LlmOutcome>();
  let signal: AbortSignal | undefined;
  const start = (given: AbortSignal) => {
    signal = given;
    given.addEventListener('abort', () => resolve(aborted));
    return promise;
  };
  return { start, end: resolve, isAborted: () => signal?.aborted ?? false };
};

const lead = (shared: SharedCalls): Leader => {
  const share = shared.join('d');
  if (share.role !== 'leader') throw new Error('expected to lead');
  return share;
};
const answerFor = (follower: Follower, stop: AbortSignal): Promise<KeptAnswer | undefined> => follower.outcome(stop);
const follow = (shared: SharedCalls): Follower => {
  const share = shared.join('d');
  if (share.role !== 'follower') throw new Error('expected to follow');
  return share;
};

describe('createSharedCalls', () => {
  it('gives one answer to all who ask the same while it is on its way', async () => {
    const shared = createSharedCalls();
    const call = heldCall();
    const leading = lead(shared).call('here', call.start, never);
    const following = [follow(shared), follow(shared)].map((follower) => answerFor(follower, never));
    call.end(success());
    expect(await leading).toEqual(success());
    for (const answer of await Promise.all(following)) expect(answer?.result.text).toBe('For the water.');
  });

  it('does not share between different questions, nor with whoever comes after the end', async () => {
    const shared = createSharedCalls();
    expect(shared.join('other').role).toBe('leader');
    const call = heldCall();
    const leading = lead(shared).call('here', call.start, never);
    call.end(success());
    await leading;
    expect(shared.join('d').role).toBe('leader');
  });

  it('hands on an answer that was there already', async () => {
    const shared = createSharedCalls();
    const leader = lead(shared);
    const following = answerFor(follow(shared), never);
    leader.publish({ result: toTaskResult(success(), 'here'), usage: null });
    expect((await following)?.result.text).toBe('For the water.');
  });

  it.each([
    ['the call failed', (leader: Leader) => leader.call('here', async () => failed(), never)],
    ['the call threw', (leader: Leader) => leader.call('here', () => Promise.reject(new Error('a bug')), never).catch(() => {})],
    ['no call was made', async (leader: Leader) => leader.leave()],
  ])('lets followers go on alone when %s', async (_what, end) => {
    const shared = createSharedCalls();
    const leader = lead(shared);
    const following = answerFor(follow(shared), never);
    await end(leader);
    expect(await following).toBeUndefined();
  });

  it('lets a leader leave at once while the call goes on for the others', async () => {
    const shared = createSharedCalls();
    const [call, stop] = [heldCall(), new AbortController()];
    const leader = lead(shared);
    const leading = leader.call('here', call.start, stop.signal);
    const following = answerFor(follow(shared), never);
    stop.abort('cancelled');
    expect((await leading).kind).toBe('aborted');
    leader.leave();
    expect(call.isAborted()).toBe(false);
    const late = answerFor(follow(shared), never);
    call.end(success());
    expect((await following)?.result.text).toBe('For the water.');
    expect((await late)?.result.text).toBe('For the water.');
  });

  it('lets a follower leave alone', async () => {
    const shared = createSharedCalls();
    const [call, stop] = [heldCall(), new AbortController()];
    const leading = lead(shared).call('here', call.start, never);
    const following = answerFor(follow(shared), stop.signal);
    stop.abort();
    expect(await following).toBeUndefined();
    expect(call.isAborted()).toBe(false);
    call.end(success());
    expect(await leading).toEqual(success());
  });

  it('does not start a call for a leader that has to stop already, beyond ending it at once', async () => {
    const shared = createSharedCalls();
    const call = heldCall();
    expect(await lead(shared).call('here', call.start, AbortSignal.abort('expired'))).toEqual(aborted);
    expect(call.isAborted()).toBe(true);
    expect(shared.join('d').role).toBe('leader');
  });

  it('lets nobody follow a call that is being ended', async () => {
    const shared = createSharedCalls();
    const stop = new AbortController();
    const leading = lead(shared).call('here', heldCall().start, stop.signal);
    stop.abort();
    expect(shared.join('d').role).toBe('leader');
    await leading;
  });

  it('ends the call exactly when the last one has left, in whatever order they come and go', async () => {
    const steps = fc.array(fc.oneof(fc.constant('join' as const), fc.nat({ max: 9 })), { maxLength: 30 });
    await fc.assert(fc.asyncProperty(steps, fc.boolean(), comeAndGo));
  });
});

/** The leader and those who join come and go as planned (a number = who leaves); then the call ends. */
const comeAndGo = async (plan: readonly ('join' | number)[], succeeds: boolean): Promise<void> => {
  const shared = createSharedCalls();
  const call = heldCall();
  const first = new AbortController();
  const leading = lead(shared).call('here', call.start, first.signal);
  const following: { stop: AbortController; answer: Promise<KeptAnswer | undefined> }[] = [];
  const stops = () => [first, ...following.map(({ stop }) => stop)];
  const isWanted = () => stops().some(({ signal }) => !signal.aborted);
  const step = (what: 'join' | number): void => {
    const stop = new AbortController();
    if (what === 'join') following.push({ stop, answer: answerFor(follow(shared), stop.signal) });
    else stops()[what % stops().length]?.abort();
    expect(call.isAborted()).toBe(!isWanted());
  };
  for (const what of plan) if (isWanted()) step(what);

  const answered = isWanted() && succeeds;
  call.end(succeeds ? success() : failed());
  const { kind } = await leading;
  expect(kind === 'aborted').toBe(first.signal.aborted);
  for (const { stop, answer } of following) expect((await answer) !== undefined).toBe(answered && !stop.signal.aborted);
  expect(shared.join('d').role).toBe('leader');
};
