import type { Scope } from '@millrace/contracts';
import type { KeyLimits } from './key-limits.js';

/** Who a key speaks for. The key itself is never kept. */
export interface ApiKey {
  /** Public id: safe to log, not to authenticate with. */
  readonly id: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  /** Absent when it has none of its own. */
  readonly limits?: KeyLimits;
}

/** All that is kept of a key but its digest. */
export interface ApiKeyRecord extends ApiKey {
  /** '' for a key that was given none. */
  readonly name: string;
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  readonly revokedAtMs?: number;
  readonly lastUsedAtMs?: number;
  readonly rotatedFrom?: string;
  readonly rotatedTo?: string;
}

/** What a new key is to be. */
export interface ApiKeyDraft {
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  readonly name?: string;
  readonly limits?: KeyLimits;
  readonly expiresAtMs?: number;
}

/** What is to change of a key: what is absent stays, null takes away. */
export interface ApiKeyChange {
  readonly name?: string;
  readonly expiresAtMs?: number | null;
  readonly limits?: { readonly [Name in keyof KeyLimits]?: number | null };
}

/** A key that was made just now, the only time it can be seen. */
export interface NewApiKey {
  readonly key: string;
  readonly apiKey: ApiKeyRecord;
}
