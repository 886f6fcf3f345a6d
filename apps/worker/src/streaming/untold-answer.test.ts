import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anAttempt } from '../fakes/open-task.js';
import { createUntoldAnswer } from './untold-answer.js';

const piece = (text: string) => ({ text, toolCalls: [] });

/** What a reader has who joins or replaces what each delta says. */
const tellAll = (answer: ReturnType<typeof createUntoldAnswer>) => {
  const delta = answer.next();
  answer.acknowledge();
  return delta;
};

describe('createUntoldAnswer', () => {
  it('tells everything once and in order, whatever is acknowledged when', () => {
    const steps = fc.array(fc.oneof(fc.string(), fc.constant('next' as const), fc.constant('acknowledge' as const)), { maxLength: 50 });
    fc.assert(
      fc.property(steps, (plot) => {
        const answer = createUntoldAnswer(anAttempt());
        let [come, told] = ['', ''];
        for (const step of plot) {
          if (step === 'next') expect(answer.next()?.text.length ?? 0).toBeGreaterThanOrEqual(0);
          else if (step === 'acknowledge') told += tellAll(answer)?.text ?? '';
          else {
            answer.add(piece(step));
            come += step;
          }
        }
        while (answer.untold) told += tellAll(answer)?.text ?? '';
        expect([told, answer.text]).toEqual([come, come]);
      }),
    );
  });

  it('counts from 0 and says how many UTF-16 units it has told', () => {
    const answer = createUntoldAnswer(anAttempt());
    const deltas = ['Wa', 'ss🌊', ''].map((text) => {
      answer.add(piece(text));
      return answer.untold ? tellAll(answer) : undefined;
    });
    expect(deltas.map((delta) => delta && [delta.index, delta.toldUnits])).toEqual([[0, 2], [1, 6], undefined]);
  });

  it('brings a snapshot of all that was told, tool calls put together, each thousand stored events', () => {
    const answer = createUntoldAnswer(anAttempt({ storedEvents: 997 }));
    const snapshots = ['a', 'b', 'c', 'd'].map((text) => {
      answer.add({ text, toolCalls: [{ index: 0, function: { arguments: text } }] });
      return tellAll(answer)?.snapshot;
    });
    const whole = { text: 'abc', toolCalls: [{ index: 0, function: { arguments: 'abc' } }] };
    expect(snapshots).toEqual([undefined, undefined, whole, undefined]);
    for (let n = 0; n < 997; n += 1) {
      answer.add(piece('x'));
      expect(tellAll(answer)?.snapshot).toBeUndefined();
    }
    answer.add(piece('y'));
    expect(tellAll(answer)?.snapshot?.text).toBe(answer.text);
  });
});
