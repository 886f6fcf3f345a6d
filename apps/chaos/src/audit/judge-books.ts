import type { TaskView } from '@millrace/testing';
import { nanoOf } from './nano-of.js';
import type { Spend } from './read-spend.js';

export interface JudgedBooks {
  readonly spend: Spend;
  readonly tasks: readonly Pick<TaskView, 'attempts' | 'lost_attempts' | 'cost'>[];
  /** As the model counted them. */
  readonly calls: number;
  readonly lostAttempts: number;
}

const sumOf = <Item>(items: readonly Item[], of: (item: Item) => number): number => items.reduce((all, item) => all + of(item), 0);

/**
 * What is wrong with the books. Every call the model received is in them; what is in them and no call was an attempt that died before it asked, which nobody can know and
 * which is booked at an estimate. What the tasks cost is what the books say, to the last digit.
 */
export const judgeBooks = ({ spend, tasks, calls, lostAttempts }: JudgedBooks): string[] => {
  const wrong: string[] = [];
  const attempts = sumOf(tasks, (task) => task.attempts);
  const lost = sumOf(tasks, (task) => task.lost_attempts);
  const cost = tasks.reduce((all, task) => all + nanoOf(task.cost?.usd ?? '0'), 0n);
  if (spend.calls < calls) wrong.push(`the model received ${calls} calls, and ${spend.calls} are in the books`);
  if (spend.calls > attempts) wrong.push(`${spend.calls} calls are in the books of ${attempts} attempts`);
  if (spend.calls > calls + spend.estimatedCalls)
    wrong.push(`${spend.calls} calls are in the books, ${calls} were made and only ${spend.estimatedCalls} are estimates`);
  if (lost !== lostAttempts) wrong.push(`tasks tell of ${lost} lost attempts, the totals of ${lostAttempts}`);
  if (cost !== spend.costNano) wrong.push(`tasks cost ${cost} nano-dollars, the books say ${spend.costNano}`);
  return wrong;
};
