/** What the tests read of a task, in the words of the HTTP interface. */
export interface TaskView {
  readonly id: string;
  readonly status: string;
  readonly waiting_reason?: string;
  readonly retry_at?: string;
  readonly position?: { readonly ahead: number; readonly estimate: true };
  readonly estimated_start_at?: string;
  readonly attempts: number;
  readonly lost_attempts: number;
  readonly attempt_history?: readonly PastAttempt[];
  readonly cached?: boolean;
  readonly result?: { readonly text: string; readonly model: string; readonly deployment: string };
  readonly cost?: { readonly usd: string; readonly estimated?: true; readonly partial?: true };
  readonly error?: TaskFailure;
  readonly partial?: { readonly text: string };
  readonly cancel_requested_at?: string;
  readonly retry_of?: string;
  readonly retried_as?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

interface PastAttempt {
  readonly outcome: string;
  readonly code?: string;
  readonly worker?: string;
}

export interface TaskFailure {
  readonly code: string;
  readonly message: string;
  readonly retryable?: boolean;
  readonly origin?: string;
  readonly retry_at?: string;
  readonly attempt_history?: readonly PastAttempt[];
}
