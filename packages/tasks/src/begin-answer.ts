import type { FailureCode, FinalState, WaitingReason } from '@millrace/contracts';
import type { BeginOutcome, OpenTask } from './attempt-outcomes.js';

/** What `begin.lua` answers. */
export type BeginAnswer =
  | [
      'begun',
      fence: number,
      number: number,
      queuedMs: number,
      begun: number,
      followers: number,
      storedEvents: number,
      deployment: string,
      startInMs: number,
    ]
  | ['kept', sealed: string, ttlMs: number]
  | ['wait', reason: WaitingReason, ms: number, scope: 'task' | 'route']
  | ['ended', state: FinalState, code: FailureCode]
  | ['held', news: string]
  | ['over'];

export const toBeginOutcome = ({ id: taskId, run }: OpenTask, answer: Exclude<BeginAnswer, ['kept', ...unknown[]]>): BeginOutcome => {
  switch (answer[0]) {
    case 'begun': {
      const [, fence, number, queuedMs, begun, followers, storedEvents, deployment, startInMs] = answer;
      return { kind: 'begun', attempt: { taskId, run, fence, number, queuedMs, begun, followers, storedEvents, deployment, startInMs } };
    }
    case 'wait':
      return { kind: 'wait', reason: answer[1], waitMs: answer[2], scope: answer[3] };
    case 'ended':
      return { kind: 'ended', state: answer[1], code: answer[2] };
    // It has no job any more, so this one is over.
    case 'held':
    case 'over':
      return { kind: 'over' };
  }
};
