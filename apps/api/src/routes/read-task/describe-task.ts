import type { TaskView } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { Foresee } from '@millrace/tasks';
import type { RequestContext } from '../../http/request-context.js';
import { pollAfterHeader } from './poll-after-seconds.js';
import { renderTask } from './render-task.js';

export interface DescribeTaskOptions {
  readonly foresee: Foresee;
}

export interface TaskDescription {
  readonly body: TaskView;
  /** `Retry-After`, unless it has ended. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A task as its owner sees it, with its place in line, when it will probably begin and when to ask again: the one way to show a task. */
export interface DescribeTask {
  asRead(task: StoredTask): Promise<TaskDescription>;
  /** For what a submission led to: a task that was stored here just now, or one that was submitted before. */
  asSubmitted(task: StoredTask, context: Pick<RequestContext, 'replayed'>): Promise<TaskDescription>;
}

export const createDescribeTask = ({ foresee }: DescribeTaskOptions): DescribeTask => {
  const describing = (look: Foresee['ofRead']) => async (task: StoredTask) => {
    const prospect = await look(task);
    return { body: renderTask(task, prospect), headers: pollAfterHeader(task, prospect) };
  };
  const [asRead, asNew] = [describing(foresee.ofRead), describing(foresee.ofSubmitted)];
  return { asRead, asSubmitted: (task, { replayed }) => (replayed ? asRead(task) : asNew(task)) };
};
