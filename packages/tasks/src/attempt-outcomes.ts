import type { FailureCode, FinalState, TaskPayload, TaskResult, TokenUsage, WaitingReason } from '@millrace/contracts';
import type { KeptAnswer } from './keep-answer.js';

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
  readonly requestId: string;
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
}

export interface BeginRequest {
  readonly deployment: string;
  /** Stands for this one time the job was taken. */
  readonly pickUp: string;
  /** Under which an answer may be kept; absent = none is looked for. */
  readonly digest?: string | undefined;
}

export type BeginOutcome =
  | { readonly kind: 'begun'; readonly attempt: Attempt }
  /** The answer is there already: nothing was booked. */
  | { readonly kind: 'kept'; readonly answer: KeptAnswer; readonly ttlMs: number }
  /** Not now: a retry is not due yet, or another worker may still be running it. */
  | { readonly kind: 'wait'; readonly reason: WaitingReason; readonly waitMs: number }
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
    }
  | {
      readonly state: 'failed' | 'expired' | 'cancelled';
      readonly code: FailureCode;
      /** Safe to show: never a prompt, a key or a provider's body. */
      readonly message: string;
      readonly usage?: TokenUsage | null;
    };

export type SettleOutcome =
  | { readonly kind: 'settled'; readonly totalMs: number }
  /** The task had ended already, or a newer attempt owns it: nothing was changed. */
  | { readonly kind: 'refused' };

/** Why a running attempt must stop, as its renewal learned it. */
export type StopReason = 'cancelled' | 'expired' | 'fenced';
