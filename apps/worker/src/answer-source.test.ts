import { describe, expect, it } from '@jest/globals';
import type { CachePolicy } from '@millrace/contracts';
import type { LlmOutcome } from '@millrace/llm';
import type { KeptAnswer } from '@millrace/tasks';
import { type CacheUse, createAnswerSources } from './answer-source.js';
import { shutdown } from './attempt-stop.js';
import { aDeployment } from './fakes/a-deployment.js';
import { failed, openTask, success } from './fakes/open-task.js';
import { keptAnswerOf } from './kept-answer-of.js';
import { createSharedCalls } from './shared-calls.js';
import { toTaskResult } from './to-task-result.js';

const toAnswer = keptAnswerOf('here');
const never = new AbortController().signal;

const setUp = ({ ttlSeconds = 3600 } = {}) => {
  const kept = new Map<string, { answer: KeptAnswer; ttlSeconds: number }>();
  const uses: CacheUse[] = [];
  let outcome: LlmOutcome = success();
  let calls = 0;
  const open = createAnswerSources({
    cache: {
      find: (digest) => kept.get(digest)?.answer,
      hold: (digest, answer, ttlMs) => void kept.set(digest, { answer, ttlSeconds: ttlMs / 1000 }),
    },
    sharedCalls: createSharedCalls(),
    callModel: async () => {
      calls += 1;
      return outcome;
    },
    defaults: { maxTokens: 1000, temperature: undefined },
    ttlSeconds,
    clock: () => 0,
    onUse: (use) => uses.push(use),
  });
  /** What the story of an attempt does with a source. */
  const run = async (cache: CachePolicy = {}) => {
    const source = open(openTask({ payload: { cache } }));
    const known = await source.known(never);
    const answer = known ?? toAnswer(await source.ask(aDeployment(), never, () => {}));
    if (!known && answer && source.keep) kept.set(source.keep.digest, { answer, ttlSeconds: source.keep.ttlSeconds });
    source.leave();
    return answer?.result.text;
  };
  const answerWith = (next: LlmOutcome): void => {
    outcome = next;
  };
  return { run, open, uses, kept, calls: () => calls, answerWith };
};

describe('createAnswerSources', () => {
  it('asks once and answers the next identical task from what it kept', async () => {
    const { run, uses, calls } = setUp();
    await run();
    expect(await run()).toBe('For the water.');
    expect([uses, calls()]).toEqual([['miss', 'hit'], 1]);
  });

  it('shares one call among identical tasks in flight', async () => {
    const { run, uses, calls } = setUp();
    expect(await Promise.all([run(), run(), run()])).toEqual(Array(3).fill('For the water.'));
    expect([uses, calls()]).toEqual([['miss', 'shared', 'shared'], 1]);
  });

  it('takes in what was found in Redis, for itself, for those who follow and for later', async () => {
    const { run, open, uses, calls } = setUp();
    const leading = open(openTask());
    expect(await leading.known(never)).toBeUndefined();
    const following = run();
    leading.found({ result: toTaskResult(success(), 'elsewhere'), usage: null }, 60_000);
    leading.leave();
    expect([await following, await run()]).toEqual(['For the water.', 'For the water.']);
    expect([uses, calls()]).toEqual([['hit', 'shared', 'hit'], 0]);
  });

  it('takes in what was found for a task whose leader left without looking', async () => {
    const { run, open, uses } = setUp();
    const [leading, following] = [open(openTask()), open(openTask())];
    leading.leave();
    expect(await following.known(never)).toBeUndefined();
    following.found({ result: toTaskResult(success(), 'elsewhere'), usage: null }, 60_000);
    expect([await run(), uses]).toEqual(['For the water.', ['hit', 'hit']]);
  });

  it('has an answer looked for, and kept, only where that may be', () => {
    const { open } = setUp();
    const sources = [{}, { noStore: true }, { noCache: true }].map((cache) => open(openTask({ payload: { cache } })));
    expect(sources.map(({ digest }) => digest)).toEqual(Array(3).fill(expect.stringMatching(/^[0-9a-f]{64}$/)));
    expect(new Set(sources.map(({ digest }) => digest)).size).toBe(1);
    expect(sources.map(({ fresh, keep }) => [fresh, keep !== undefined])).toEqual([
      [false, true],
      [false, false],
      [true, true],
    ]);
  });

  it('gives each follower a call of its own, all at once, when the shared one failed', async () => {
    const { run, uses, calls, answerWith } = setUp();
    answerWith(failed());
    await Promise.all([run(), run(), run()]);
    expect([uses, calls()]).toEqual([['miss', 'miss', 'miss'], 3]);
  });

  it('asks anew for a task that wants no cached answer, and keeps what it got', async () => {
    const { run, uses, calls, kept } = setUp();
    await run();
    kept.clear();
    await run({ noCache: true });
    expect([uses, calls(), kept.size]).toEqual([['miss', 'bypass'], 2, 1]);
  });

  it('keeps nothing of a task that says so, but may answer it from the cache', async () => {
    const { run, kept, uses } = setUp();
    await run({ noStore: true });
    expect(kept.size).toBe(0);
    await run();
    await run({ noStore: true });
    expect(uses).toEqual(['miss', 'miss', 'hit']);
  });

  it('keeps for as long as the task says, else as configured', async () => {
    for (const [policy, seconds] of [
      [{ ttlSeconds: 5 }, 5],
      [{}, 3600],
    ] as const) {
      const { run, kept } = setUp();
      await run(policy);
      expect([...kept.values()][0]?.ttlSeconds).toBe(seconds);
    }
  });

  it('neither looks up, nor keeps, nor shares when the cache is off', async () => {
    const { run, kept, uses, calls } = setUp({ ttlSeconds: 0 });
    await Promise.all([run({ ttlSeconds: 60 }), run()]);
    expect([kept.size, uses, calls()]).toEqual([0, ['bypass', 'bypass'], 2]);
  });

  it('lets a waiting task go with the shutdown and with its own deadline', async () => {
    const { open } = setUp();
    open(openTask());
    const job = new AbortController();
    const waiting = open(openTask()).known(job.signal);
    job.abort(shutdown);
    expect(await waiting).toBeUndefined();
    expect(await open(openTask({ finishByMs: 0 })).known(never)).toBeUndefined();
  });
});
