import type { DeliveryOutcome, WebhookEventType } from '@millrace/contracts';

/** A delivery taken for one attempt. */
export interface ClaimedDelivery {
  readonly id: string;
  /** Stands for this attempt. */
  readonly holder: string;
  readonly tenant: string;
  readonly type: WebhookEventType;
  /** Absent for a task's own webhook. */
  readonly endpointId?: string;
  readonly taskId?: string;
  /** What is told of what is no task, as JSON. */
  readonly data?: string;
  readonly createdAtMs: number;
  /** When it was taken, by the clock of Redis. */
  readonly claimedAtMs: number;
  /** How many attempts were made since it was last queued. */
  readonly tries: number;
  readonly url: string;
  /** What signs, the newest first. */
  readonly secrets: readonly string[];
  /** What is sent, once an attempt has made it. */
  readonly body?: string;
}

export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly delivery: ClaimedDelivery }
  /** Another worker makes an attempt, or none is due yet. */
  | { readonly kind: 'wait'; readonly waitMs: number }
  /** It failed just now, without an attempt: its endpoint takes nothing any more, or what is stored of it makes no sense. */
  | { readonly kind: 'ended'; readonly reason: 'disabled' | 'deleted' | 'unreadable' }
  /** It has ended, or a newer job carries it. */
  | { readonly kind: 'over' };

export interface DeliveryAttempt {
  readonly outcome: DeliveryOutcome;
  readonly statusCode?: number | undefined;
  readonly durationMs: number;
  /** Until the next attempt; absent = there is none. */
  readonly waitMs?: number | undefined;
}

export type RecordOutcome =
  | { readonly kind: 'delivered' }
  /** For good; `disabled` = its endpoint was disabled with it, and why. */
  | { readonly kind: 'failed'; readonly disabled?: 'gone' | 'failing' }
  | { readonly kind: 'later'; readonly waitMs: number }
  /** Another worker holds it by now, or it was written before: its job has to look again. */
  | { readonly kind: 'over' };
