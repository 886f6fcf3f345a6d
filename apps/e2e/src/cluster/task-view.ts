/** What the tests read of a task, in the words of the HTTP interface. */
export interface TaskView {
  readonly id: string;
  readonly status: string;
  readonly waiting_reason?: string;
  readonly attempts: number;
  readonly lost_attempts: number;
  readonly attempt_history?: readonly { readonly outcome: string; readonly code?: string; readonly worker?: string }[];
  readonly cached?: boolean;
  readonly result?: { readonly text: string; readonly model: string; readonly deployment: string };
  readonly error?: { readonly code: string; readonly message: string };
  readonly metadata?: Readonly<Record<string, string>>;
}
