/** Which task a job belongs to, and which run of it. */
export interface JobIdentity {
  readonly taskId: string;
  /** 1 for the first run; each time a job is added anew for the task it goes up. */
  readonly run: number;
}

/** The id of the job that carries one run of a task: `<task id>.<run>`. */
export const jobId = (taskId: string, run: number): string => `${taskId}.${run}`;

const shape = /^(.+)\.([1-9]\d*)$/;

/** What a job's id says, or `undefined` when it is not one of ours. */
export const parseJobId = (id: string): JobIdentity | undefined => {
  const [, taskId, run] = shape.exec(id) ?? [];
  if (taskId === undefined || run === undefined) return undefined;
  return { taskId, run: Number(run) };
};
