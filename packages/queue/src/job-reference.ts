/** What a job carries: where to find the task, never what it asks, so that no dashboard or event stream can show a prompt. */
export interface JobReference {
  readonly taskId: string;
  readonly tenant: string;
  readonly route: string;
  /** Which run of the task this job is; a job of an older run ends at once. */
  readonly run: number;
}
