/** What becomes of a job when its work returns; the record of the task says how the task itself stands. */
export type JobOutcome =
  /** The task has ended, or another run owns it: the job is finished and removed. */
  | { readonly kind: 'done' }
  /** Not before `atMs` (ms since the epoch): the job waits in the queue's delayed set. */
  | { readonly kind: 'later'; readonly atMs: number }
  /**
   * Given back unworked: the job goes to the front of its priority for another worker. For a consumer that fetches no more, as any other would
   * be the first to take it again.
   */
  | { readonly kind: 'handed_back' };
