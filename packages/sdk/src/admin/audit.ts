import type { AuditEntry, AuditList } from '@millrace/contracts';
import type { SignalOptions } from '../signal-options.js';

export interface AuditSearch {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** What admins did; needs the scope `admin`. */
export interface Audit {
  /** All of it that is kept, newest first; pages are asked for as they are needed. */
  list(query?: AuditSearch, options?: SignalOptions): AsyncGenerator<AuditEntry, void, undefined>;
  page(query?: AuditSearch, options?: SignalOptions): Promise<AuditList>;
}
