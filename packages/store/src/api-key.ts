import type { Scope } from '@millrace/contracts';
import type { KeyBudget, KeyLimits } from './key-limits.js';

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
  /** Under which its spend is kept, if that is not its own id. */
  readonly account?: string;
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
  readonly limits?: { readonly [Name in Exclude<keyof KeyLimits, 'budget'>]?: number | null };
  /** null takes all of it away. */
  readonly budget?: KeyBudgetChange | null;
}

/** What is absent stays, null takes away. */
export interface KeyBudgetChange {
  readonly dailyNano?: number | null;
  readonly monthlyNano?: number | null;
  readonly onExhausted?: KeyBudget['onExhausted'];
}

/** What a key and those it replaced have spent, in nano-dollars, by UTC day and month. */
export interface KeySpend {
  readonly todayNano: number;
  readonly monthNano: number;
  /** For calls that run, as estimated. */
  readonly reservedNano: number;
}

/** A key that was made just now, the only time it can be seen. */
export interface NewApiKey {
  readonly key: string;
  readonly apiKey: ApiKeyRecord;
}
