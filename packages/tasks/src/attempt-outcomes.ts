import type { FailureCode, FinalState, TaskPayload, TaskResult, TokenUsage, ToolCallDelta, WaitingReason } from '@millrace/contracts';
import type { Candidates } from './candidates.js';
import type { KeptAnswer } from './kept-answer.js';
import type { ProviderChange } from './provider-change.js';

/** What a worker finds when it looks at the task of a job it was given. */
export type LoadOutcome =
  | { readonly kind: 'open'; readonly task: OpenTask }
  /** Ended, erased, or run by a newer job: nothing to do. */
  | { readonly kind: 'over' };

export interface OpenTask {
  readonly id: string;
  readonly run: number;
  readonly tenant: string;
  readonly route: string;
  readonly model: string;
  /** Both by the clock of this worker, whatever the clock of Redis says, once it has renewed for the first time. */
  readonly createdAtMs: number;
  readonly finishByMs: number;
  /** How long it was held back by its `run_at`; 0 for most. */
  readonly heldMs: number;
  readonly requestId: string;
  /** The trace it was submitted in; see `SubmitRequest`. */
  readonly trace?: string;
  readonly payload: TaskPayload;
}

/** One worker's one try at a task, with the fencing number that lets only the newest try write. */
export interface Attempt {
  readonly taskId: string;
  readonly run: number;
  readonly fence: number;
  /** 1 for the first; attempts that died or were handed back do not count. */
  readonly number: number;
  readonly queuedMs: number;
  /** How often the task has been begun, all counted: what its events call the attempt. */
  readonly begun: number;
  /** How many followed the task as the attempt began. */
  readonly followers: number;
  /** How many events of the task were stored by then. */
  readonly storedEvents: number;
  /** The name of the deployment that is asked. */
  readonly deployment: string;
  /**
   * Its call may not be made before that long, by the limits of the provider; 0 for most. Whoever waited asks `begin` again with the same pick-up:
   * the provider may have said meanwhile that it wants quiet for longer.
   */
  readonly startInMs: number;
}

export interface BeginRequest {
  /** Where the task may be run. */
  readonly candidates: Candidates;
  /** Stands for this one time the job was taken. */
  readonly pickUp: string;
  /** Under which an answer may be kept, be it found or written; absent = none is. */
  readonly digest?: string | undefined;
  /** Asks the model although an answer may be kept. */
  readonly fresh?: boolean;
}

export type BeginOutcome =
  | { readonly kind: 'begun'; readonly attempt: Attempt }
  /** The answer is there already: nothing was booked. */
  | { readonly kind: 'kept'; readonly answer: KeptAnswer; readonly ttlMs: number }
  /**
   * Not now. `task`: its retry is not due yet, or another worker may still be running it. `route`: no deployment that may run it has room, or all are
   * out of service, so others of its route would most likely hear the same.
   */
  | { readonly kind: 'wait'; readonly reason: WaitingReason; readonly waitMs: number; readonly scope: 'task' | 'route' }
  /** Ended just now by `begin` itself (deadline passed, workers died too often). */
  | { readonly kind: 'ended'; readonly state: FinalState; readonly code: FailureCode }
  | { readonly kind: 'over' };

/** How an attempt ends its task. */
export type Ending =
  | {
      readonly state: 'succeeded';
      readonly result: TaskResult;
      readonly usage: TokenUsage | null;
      readonly firstDeltaMs?: number;
      /** Keeps the answer for identical tasks, together with the end. */
      readonly keep?: Keeping | undefined;
      /** Tool calls were told in part, and the rest could not be: the end tells them whole, in the place of what was told. */
      readonly toolCallsCut?: boolean;
    }
  | {
      readonly state: 'failed' | 'expired' | 'cancelled';
      readonly code: FailureCode;
      /** Safe to show: never a prompt, a key or a provider's body. */
      readonly message: string;
      readonly usage?: TokenUsage | null;
      /** The text that had come by then. */
      readonly partial?: string;
      /** What the provider asked to wait before the next try. */
      readonly retryAfterMs?: number | undefined;
    };

/** Where an answer is kept, and for how long. */
export interface Keeping {
  readonly digest: string;
  readonly ttlSeconds: number;
}

export type SettleOutcome =
  /** `changes`: what the call changed at its deployment or credential. `state` is what was written: a task that someone has asked to cancel ends `cancelled` however its attempt went. */
  | { readonly kind: 'settled'; readonly totalMs: number; readonly state: FinalState; readonly changes: readonly ProviderChange[] }
  /** The task had ended already, or a newer attempt owns it: nothing was changed. */
  | { readonly kind: 'refused' };

/** Why a running attempt must stop, as its renewal learned it. */
export type StopReason = 'cancelled' | 'expired' | 'fenced';

/** A piece of an attempt's answer to tell those who follow its task. */
export interface AnswerDelta {
  readonly attempt: Attempt;
  /** Number of this delta in its attempt, from 0. */
  readonly index: number;
  readonly text: string;
  readonly toolCalls?: readonly ToolCallDelta[] | undefined;
  /** UTF-16 code units of text told of the attempt with this delta, and whether any tool calls were. */
  readonly toldUnits: number;
  readonly toldToolCalls: boolean;
  /** All told of the attempt with this delta: lets older events go. */
  readonly snapshot?: { readonly text: string; readonly toolCalls?: readonly ToolCallDelta[] | undefined } | undefined;
}

export type FlushOutcome =
  | { readonly kind: 'told'; readonly followers: number }
  /** Another attempt owns the task, or it has ended. */
  | { readonly kind: 'fenced' }
  /** Redis has lost what was told before: only the end can tell the rest. */
  | { readonly kind: 'untellable' };
