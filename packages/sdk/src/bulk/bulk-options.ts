export interface BulkOptions {
  /**
   * Makes each line idempotent, by its number: given again with the same lines, nothing is submitted twice. At most 240 visible ASCII
   * characters. Absent, each call has a key of its own, so that its retries are safe.
   */
  readonly idempotencyKey?: string | undefined;
  /** Uploads at the same time; 4. */
  readonly concurrency?: number | undefined;
  /** 1,000; to go on under the same key it has to be the same. */
  readonly linesPerUpload?: number | undefined;
  /** The first line to be submitted, from 1; those before it are read and passed over. */
  readonly from?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}
