/** What becomes of a job when its work returns; the record of the task says how the task itself stands. */
export type JobOutcome =
  /** The task has ended, or another run owns it: the job is finished and removed. */
  | { readonly kind: 'done' }
  /** Not before `atMs` (ms since the epoch): the job waits in the queue's delayed set. */
  | { readonly kind: 'later'; readonly atMs: number }
  /** Given back unworked: the job returns to its place in the queue for another worker. */
  | { readonly kind: 'handed_back' };
