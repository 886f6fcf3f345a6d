import type { Scope } from '@millrace/contracts';
import type { KeyLimits } from '@millrace/store';

/** Who is asking: a key's public id, its tenant and what it may do. */
export interface Caller {
  /** Never the key. */
  readonly keyId: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  /** It lies in Redis, and may be revoked while a request of it is open. */
  readonly stored?: true;
  /** Its own, where they differ from those of all. */
  readonly limits?: KeyLimits;
}
