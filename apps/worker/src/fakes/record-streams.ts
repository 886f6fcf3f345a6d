import { jest } from '@jest/globals';
import type { AnswerDelta, Attempt, FlushOutcome } from '@millrace/tasks';
import { createAttemptStreams } from '../streaming/attempt-streams.js';
import { anAttempt } from './open-task.js';

/** Attempt streams on fake timers that only remember what they told and when; `answerWith` says what Redis answers. */
export const recordStreams = () => {
  const startMs = performance.now();
  const now = () => performance.now() - startMs;
  const told: (AnswerDelta & { readonly atMs: number })[] = [];
  const calls: string[][] = [];
  const failures: unknown[] = [];
  const stops: string[] = [];
  let answer: (delta: AnswerDelta) => FlushOutcome | Promise<FlushOutcome> = () => ({ kind: 'told', followers: 1 });
  const streams = createAttemptStreams({
    flush: async (deltas) => {
      const atMs = now();
      calls.push(deltas.map(({ attempt }) => attempt.taskId));
      const outcomes = await Promise.all(deltas.map((delta) => answer(delta)));
      told.push(...deltas.map((delta) => ({ ...delta, atMs })));
      return outcomes;
    },
    monotonicMs: now,
    onFailure: (error) => failures.push(error),
  });
  const open = (given: Partial<Attempt> = {}) => streams.open(anAttempt(given), (reason) => stops.push(reason));
  const answerWith = (next: typeof answer): void => {
    answer = next;
  };
  return { open, followed: streams.followed, told, calls, failures, stops, answerWith, texts: () => told.map(({ text }) => text) };
};

export const piece = (text: string, ...toolCalls: object[]) => ({ text, toolCalls: toolCalls as Record<string, unknown>[] });
/** Lets fake time pass. */
export const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
