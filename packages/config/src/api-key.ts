import type { Secret } from './secret.js';

/** What a key may do: `tasks` = submit and read its tenant's tasks, `admin` = everything over the whole installation. */
export type Scope = 'tasks' | 'admin';

/** A key from the environment, belonging to one tenant. */
export interface ApiKey {
  readonly tenant: string;
  readonly key: Secret;
  readonly scopes: readonly Scope[];
}
