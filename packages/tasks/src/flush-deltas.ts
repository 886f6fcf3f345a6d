import { createScript, type Keys, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { AnswerDelta, FlushOutcome } from './attempt-outcomes.js';
import type { Attempts } from './attempts.js';

export interface FlushDeltasOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
}

/** Redis is held up by no call for long. */
const maxDeltas = 64;
const maxLength = 256 * 1024;

type Arguments = readonly (string | number)[];

/** Tells deltas in calls of a bounded size, one after the other on the connection. */
export const createFlushDeltas = ({ redis, keys, seal }: FlushDeltasOptions): Attempts['flush'] => {
  const flush = createScript({ redis, keys, name: 'flush' });

  const argumentsOf = ({ attempt, index, text, toolCalls, snapshot, toldUnits, toldToolCalls }: AnswerDelta): Arguments => {
    const { taskId, fence, begun } = attempt;
    const sealed = (data: object): string => seal.seal(JSON.stringify(data), `${taskId}:events`);
    const delta = sealed({ index, attempt: begun, text, tool_calls: toolCalls });
    const whole = snapshot && { status: 'running', attempt: begun, text: snapshot.text, tool_calls: snapshot.toolCalls };
    return [taskId, fence, index, toldUnits, toldToolCalls ? '1' : '', delta, whole ? sealed(whole) : ''];
  };

  return async (deltas) => {
    const calls = inCalls(deltas.map(argumentsOf));
    const answers = await Promise.all(calls.map((call) => flush(keys.attempts, call.flat()) as Promise<number[]>));
    return answers.flat().map(toOutcome);
  };
};

const inCalls = (deltas: readonly Arguments[]): Arguments[][] => {
  const calls: Arguments[][] = [];
  let length = 0;
  for (const delta of deltas) {
    const last = calls.at(-1);
    const added = delta.reduce<number>((sum, argument) => sum + String(argument).length, 0);
    if (last && last.length < maxDeltas && length + added <= maxLength) {
      last.push(delta);
      length += added;
    } else {
      calls.push([delta]);
      length = added;
    }
  }
  return calls;
};

const toOutcome = (answer: number): FlushOutcome => {
  if (answer >= 0) return { kind: 'told', followers: answer };
  return { kind: answer === -1 ? 'fenced' : 'untellable' };
};
