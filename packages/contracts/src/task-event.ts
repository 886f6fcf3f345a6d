import type { TaskView } from './task-view.js';

/** The kinds of events that a task tells those who follow it. */
export const eventKinds = ['state', 'delta', 'restart', 'usage', 'snapshot', 'result', 'error'] as const;
export type EventKind = (typeof eventKinds)[number];

/** A piece of a tool call, in the shape of OpenAI's streams. */
export type ToolCallDelta = Readonly<Record<string, unknown>>;

/** What each kind carries. `attempt` counts how often the task has been begun, from 1; an answer from the cache or of an identical task is told as by attempt 1. */
export interface EventData {
  readonly state: {
    readonly status: TaskView['status'];
    readonly attempt?: number;
    readonly waiting_reason?: TaskView['waiting_reason'];
    readonly retry_at?: string;
  };
  /** Text to append to what this attempt has told so far; `index` counts the deltas of an attempt, from 0. */
  readonly delta: {
    readonly index: number;
    readonly attempt: number;
    readonly text: string;
    readonly tool_calls?: readonly ToolCallDelta[];
  };
  /** A new attempt begins: what earlier ones told is void. */
  readonly restart: { readonly attempt: number; readonly reason: 'failed' | 'lost' | 'handed_back' };
  readonly usage: NonNullable<TaskView['usage']> & Pick<TaskView, 'cost'>;
  /** Older events are no longer kept, or cannot be completed: this stands for all of them, and replaces what was told so far. */
  readonly snapshot: {
    readonly status: TaskView['status'];
    readonly attempt: number;
    readonly text: string;
    readonly tool_calls?: readonly ToolCallDelta[];
  };
  readonly result: NonNullable<TaskView['result']>;
  readonly error: NonNullable<TaskView['error']>;
}

/** An event of one task; `seq` rises by one from 1 and is the event's SSE id. */
export type TaskEvent = { [K in EventKind]: { readonly seq: number; readonly kind: K; readonly data: EventData[K] } }[EventKind];
