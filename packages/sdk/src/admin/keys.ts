import type { CreatedKey, KeyChange, KeyCreation, KeyList, KeyRotation, KeyView } from '@millrace/contracts';
import type { SignalOptions } from '../signal-options.js';

export interface KeyQuery {
  readonly tenant?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Keys of the whole installation; needs the scope `admin`. `create` and `rotate` are repeated only if the first try certainly did nothing. */
export interface Keys {
  /** The key itself is in this answer only. */
  create(key: KeyCreation, options?: SignalOptions): Promise<CreatedKey>;
  /** All of them, newest first; pages are asked for as they are needed. */
  list(query?: KeyQuery, options?: SignalOptions): AsyncGenerator<KeyView, void, undefined>;
  page(query?: KeyQuery, options?: SignalOptions): Promise<KeyList>;
  get(id: string, options?: SignalOptions): Promise<KeyView>;
  update(id: string, change: KeyChange, options?: SignalOptions): Promise<KeyView>;
  /** A new key in place of this one, which goes on for `overlap_seconds`. */
  rotate(id: string, rotation?: Partial<KeyRotation>, options?: SignalOptions): Promise<CreatedKey>;
  revoke(id: string, options?: SignalOptions): Promise<KeyView>;
}
