import type { UrlRefusal } from '../guard/webhook-guard.js';

/** How one attempt to deliver ended. */
export type SendOutcome =
  /** A 2xx. */
  | { readonly kind: 'delivered'; readonly statusCode: number }
  /** Any status that is none of the others. */
  | { readonly kind: 'refused'; readonly statusCode: number; readonly retryAfterMs?: number | undefined }
  /** A 3xx: it is not followed. */
  | { readonly kind: 'redirected'; readonly statusCode: number }
  /** 410: nothing more is to be sent. */
  | { readonly kind: 'gone'; readonly statusCode: number }
  /** No connection, or no answer on it; `code` is the system's, such as `ECONNREFUSED`. */
  | { readonly kind: 'unreachable'; readonly code?: string | undefined }
  | { readonly kind: 'timeout' }
  /** Nothing was sent: the URL, or where its name leads, is not allowed. */
  | { readonly kind: 'blocked'; readonly reason: UrlRefusal }
  /** The caller's signal stopped it; the receiver may have got it. */
  | { readonly kind: 'aborted' };
