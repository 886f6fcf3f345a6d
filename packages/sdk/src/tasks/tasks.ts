import type { TaskErasure, TaskEvent, TaskList, TaskState, TaskSubmission, TaskSummary, TaskView } from '@millrace/contracts';

import type { BulkOptions } from '../bulk/bulk-options.js';
import type { BulkOutcome } from '../bulk/bulk-outcome.js';
import type { SignalOptions } from '../signal-options.js';

export interface SubmitOptions extends SignalOptions {
  /** The same key and the same body lead to the same task. Absent, each call has a key of its own, so that its retries are safe. */
  readonly idempotencyKey?: string | undefined;
}

export interface GetOptions extends SignalOptions {
  /** Holds the line for up to so many seconds, at most 60, until the task has ended. */
  readonly waitSeconds?: number | undefined;
}

export interface WaitOptions extends SignalOptions {
  /** Throws a `MillraceTimeoutError` after this long, in milliseconds; absent, it waits until the end. */
  readonly timeoutMs?: number | undefined;
}

export interface StreamOptions extends SubmitOptions {
  /** Begins after this event, by its `seq`; of a task that is there already. */
  readonly after?: number | undefined;
  /** Told the id of the task as soon as it is known. */
  readonly onTask?: ((id: string) => void) | undefined;
}

/** Everything that was given so far is void, and what comes now is told anew. */
export interface TextRestart {
  readonly attempt: number;
  /** Why the last attempt ended; `snapshot` when the events in between are no longer kept. */
  readonly reason: 'failed' | 'lost' | 'handed_back' | 'snapshot';
}

export interface TextOptions extends SubmitOptions {
  readonly onTask?: ((id: string) => void) | undefined;
  /** Told when everything that was given so far is void. Absent, a `TextRestartedError` is thrown instead. */
  readonly onRestart?: ((restart: TextRestart) => void) | undefined;
}

export interface TaskQuery {
  /** Most tasks of a page. */
  readonly limit?: number | undefined;
  /** `next_cursor` of an earlier page, with the same filters. */
  readonly cursor?: string | undefined;
  readonly status?: TaskState | readonly TaskState[] | undefined;
  readonly model?: string | undefined;
  /** A pair, `name:value`, or a name. */
  readonly metadata?: string | undefined;
  readonly created_after?: Date | string | undefined;
  readonly created_before?: Date | string | undefined;
}

/** Tasks. Each call throws a `MillraceError` when it is refused, a `MillraceConnectionError` when no answer came, and the reason of its signal. */
export interface Tasks {
  /** Returns as soon as the task is stored. */
  submit(submission: TaskSubmission, options?: SubmitOptions): Promise<TaskView>;
  get(id: string, options?: GetOptions): Promise<TaskView>;
  /** Returns the task once it has ended, in whatever state. */
  wait(id: string, options?: WaitOptions): Promise<TaskView>;
  /** Submits, and returns the task once it has ended, in whatever state. */
  run(submission: TaskSubmission, options?: SubmitOptions & WaitOptions): Promise<TaskView>;
  /**
   * The events of a task, or of a new one, each once and in order, over cut connections and restarts of apis; the last one is
   * `result` or `error`. Nothing is sent before the first is asked for; it can be gone through once.
   */
  stream(task: string | TaskSubmission, options?: StreamOptions): AsyncGenerator<TaskEvent, void, undefined>;
  /**
   * The text of the answer in pieces: joined, they are `result.text`. Throws a `TaskFailedError` if the task ends otherwise than
   * in success. When a new attempt begins the text anew, `onRestart` is told; without it, that is a `TextRestartedError`.
   */
  text(task: string | TaskSubmission, options?: TextOptions): AsyncGenerator<string, void, undefined>;
  /** A task that waits ends at once; one that runs ends soon after; one that has ended stays as it is. */
  cancel(id: string, options?: SignalOptions): Promise<TaskView>;
  /** Runs an ended task again as a new one, which is returned; repeated, it is the same new one. */
  retry(id: string, options?: SignalOptions): Promise<TaskView>;
  /** Deletes prompt, metadata, answer and events. */
  erase(id: string, options?: SignalOptions): Promise<TaskErasure>;
  /** All tasks that fit, newest first; pages are asked for as they are needed. */
  list(query?: TaskQuery, options?: SignalOptions): AsyncGenerator<TaskSummary, void, undefined>;
  page(query?: TaskQuery, options?: SignalOptions): Promise<TaskList>;
  /**
   * Submits any number of tasks, and gives what became of each in the order of the lines. Lines are asked for as they can be sent:
   * `concurrency` × `linesPerUpload` of them are held at most. A refused line stops nothing; one that was refused for a reason that may
   * pass is sent again first. Throws when lines stay without an answer; given again under the same key, with `from`, it goes on.
   */
  bulk(
    lines: Iterable<TaskSubmission> | AsyncIterable<TaskSubmission>,
    options?: BulkOptions,
  ): AsyncGenerator<BulkOutcome, void, undefined>;
}
