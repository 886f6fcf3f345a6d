/** Counts of one route's jobs by where they wait. */
export interface RouteDepth {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
}

/** Age in ms of the oldest job in each place; absent when there is none. */
export interface RouteOldest {
  readonly waiting?: number;
  readonly active?: number;
  readonly delayed?: number;
}

/** Looks at the queue of one route without taking from it. */
export interface RouteQueue {
  readonly route: string;
  depth(): Promise<RouteDepth>;
  /** Ages in ms by the clock given. */
  oldest(nowMs: number): Promise<RouteOldest>;
  close(): Promise<void>;
}
