/** What a worker did for a route in a while. */
export interface RouteWork {
  /** Tasks it took on, to run or to answer from the cache. */
  readonly tasks: number;
  /** Tokens that models read and wrote. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export const noWork: RouteWork = { tasks: 0, inputTokens: 0, outputTokens: 0 };
