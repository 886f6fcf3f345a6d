/** Texts of the documentation that several operations share. */
export const taskId = 'The id a submission returned, `task_…`.';
export const retryAfter = 'Seconds until it is worth asking again.';
export const whereToRead = 'Where to read the task.';
export const waitApplied = 'The wait that was granted; absent when none was asked for.';

/** What a submission can carry beside its body, for the documentation. */
export const submitHeaders = {
  'Idempotency-Key':
    '1 to 255 visible ASCII characters of your choice. A further submission of your tenant with the same key and the same body leads to the same task and stores nothing; with another body it is refused with 422. Kept as long as the task is.',
} as const;
export const replayed = '`true` if the task was submitted before under the same `Idempotency-Key`.';

/** What a submission can be refused with. */
export const submitProblems = [
  'invalid_header',
  'unknown_model',
  'task_gone',
  'task_erased',
  'idempotency_key_reused',
  'budget_exhausted',
  'queue_full',
  'memory_full',
] as const;
