import type {
  FailureCode,
  PartialResult,
  Priority,
  TaskEventType,
  TaskResult,
  TaskState,
  TokenUsage,
  WaitingReason,
} from '@millrace/contracts';

/** A task as Redis holds it. Times are ms since the epoch by the clock of Redis. */
export interface StoredTask {
  readonly id: string;
  /** Which run of it the newest job carries, from 1. */
  readonly run: number;
  readonly tenant: string;
  readonly state: TaskState;
  readonly route: string;
  /** The name the caller asked for. */
  readonly model: string;
  readonly priority: Priority;
  readonly createdAtMs: number;
  /** When it was read; absent for one that was stored just now, and where nobody asks for the time. */
  readonly readAtMs?: number;
  readonly finishByMs: number;
  /** Not queued before then. */
  readonly runAtMs?: number;
  /** Ends `expired` if no attempt has begun by then. */
  readonly startByMs?: number;
  /** When the last attempt began. */
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  /** From the begin of the last attempt to the first piece of the answer. */
  readonly firstDeltaMs?: number;
  readonly waitingReason?: WaitingReason;
  readonly retryAtMs?: number;
  readonly attempts: number;
  readonly lostAttempts: number;
  readonly attemptHistory: readonly PastAttempt[];
  readonly cached: boolean;
  readonly result?: TaskResult;
  /** What had come when it ended without success. */
  readonly partial?: PartialResult;
  readonly usage?: TokenUsage;
  /** What its calls cost so far; absent while none has ended, and when no price is known. */
  readonly cost?: TaskCost;
  readonly failure?: { readonly code: FailureCode; readonly message: string; readonly retryAtMs?: number };
  readonly cancelRequestedAtMs?: number;
  readonly retryOf?: string;
  readonly retriedAs?: string;
  /** Until when result and events are kept, once it has ended. */
  readonly resultUntilMs?: number;
  readonly told: Told;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Its own webhook: where it leads, as it may be shown, and of which events it is told. */
  readonly webhook?: { readonly url: string; readonly events: readonly TaskEventType[] };
}

/** What the calls of a task cost. */
export interface TaskCost {
  /** Thousand-millionths of a US dollar, whole. */
  readonly nano: number;
  /** Part of it is an estimate. */
  readonly estimated?: true;
  /** Calls whose price is not known are not in it. */
  readonly partial?: true;
}

/** How far the events of a task have come. */
export interface Told {
  /** Number of the last event that was told; what the record implies at the end of the task comes after it. */
  readonly seq: number;
  /** How often the task has been begun. */
  readonly attempt: number;
  /** Deltas told of this attempt. */
  readonly deltas: number;
  /** UTF-16 code units of text in them. */
  readonly units: number;
  /** Whether there were tool calls in them. */
  readonly toolCalls: boolean;
  /** It ended before all of its tool calls could be told: what was told of them is no beginning that deltas could complete. */
  readonly toolCallsCut?: boolean;
}

/** An attempt that did not end its task in success. */
export interface PastAttempt {
  readonly number: number;
  readonly outcome: 'failed' | 'lost' | 'handed_back' | 'cancelled' | 'expired';
  readonly endedAtMs: number;
  readonly worker?: string;
  readonly deployment?: string;
  readonly code?: FailureCode;
}
