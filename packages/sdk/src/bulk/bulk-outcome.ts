import type { ProblemDocument, TaskState } from '@millrace/contracts';

/** What became of one line: `id` if there is a task, `problem` if it was refused. */
export interface BulkOutcome {
  /** Of all lines that were given, from 1. */
  readonly line: number;
  /** 202 for a new task, 200 for one that was submitted before, else what the line was refused with. */
  readonly status: number;
  readonly id?: string;
  readonly task_status?: TaskState;
  /** Whether the line had been submitted before, under the same key. */
  readonly replayed?: boolean;
  /** Its pointers are relative to the line. */
  readonly problem?: ProblemDocument;
}
