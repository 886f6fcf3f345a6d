import type { Scope } from '@millrace/contracts';

/** Who is asking: a key's public id, its tenant and what it may do. */
export interface Caller {
  /** Never the key. */
  readonly keyId: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
}
