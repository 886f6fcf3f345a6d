import type { TaskState } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';

/** A place in the list of a tenant's tasks, which are in the order of when they were submitted, then of their ids. */
export interface TaskPlace {
  readonly createdAtMs: number;
  readonly id: string;
}

export interface ListRequest {
  readonly tenant: string;
  /** Most tasks of the page. */
  readonly limit: number;
  /** Only those that come after it, so older ones. */
  readonly after?: TaskPlace;
  readonly states?: readonly TaskState[];
  readonly model?: string;
  /** The name of a pair of metadata, or `name:value`. */
  readonly metadata?: string;
  readonly createdFromMs?: number;
  readonly createdBeforeMs?: number;
}

export interface ListOutcome {
  /** Without their results. */
  readonly tasks: readonly StoredTask[];
  /** Where the next page begins; undefined when this was the last. A page with a next one may still have fewer tasks than wanted. */
  readonly next?: TaskPlace;
}

/** Lists tasks of one tenant, newest first; those that were erased are left out. Throws `StoreUnavailableError`. */
export type ListTasks = (request: ListRequest) => Promise<ListOutcome>;
