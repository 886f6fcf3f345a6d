import { StoreUnavailableError } from '@millrace/store';
import type { Attempt, Attempts, Ending, OpenTask } from '@millrace/tasks';
import { anAttempt } from './open-task.js';

/** What the record of a task says in the end. */
export interface Record {
  readonly ending: Ending;
  readonly cached: boolean;
}

export interface FakeAttempts extends Attempts {
  readonly ended: Map<string, Record>;
  readonly retries: { code: string; waitMs: number }[];
  readonly handedBack: Attempt[];
  /** How many attempts were booked. */
  readonly begun: number;
  /** The next this many writes find Redis away. */
  awayFor: number;
  /** Another worker has taken the task over. */
  takeOver(taskId: string): void;
}

const count = (counts: Map<string, number>, id: string, by: number): number => {
  const next = (counts.get(id) ?? 0) + by;
  counts.set(id, next);
  return next;
};

/** Tasks in memory, by the rules of the scripts: newest fence wins, an end is written once. */
export const fakeAttempts = (tasks: readonly OpenTask[]): FakeAttempts => {
  const open = new Map(tasks.map((task) => [task.id, task]));
  const fences = new Map<string, number>();
  const used = new Map<string, number>();
  const ended = new Map<string, Record>();
  const retries: FakeAttempts['retries'] = [];
  const handedBack: Attempt[] = [];
  let begun = 0;

  const write = async <T>(act: () => T): Promise<T> => {
    if (fake.awayFor > 0) {
      fake.awayFor -= 1;
      throw new StoreUnavailableError('away');
    }
    return act();
  };
  const end = (taskId: string, record: Record) => {
    if (ended.has(taskId)) return { kind: 'refused' } as const;
    ended.set(taskId, record);
    return { kind: 'settled', totalMs: 100, state: record.ending.state, changes: [] } as const;
  };
  const isNewest = ({ taskId, fence }: Attempt): boolean => fences.get(taskId) === fence;

  const fake: FakeAttempts = {
    ended,
    retries,
    handedBack,
    get begun() {
      return begun;
    },
    awayFor: 0,
    takeOver: (taskId) => void count(fences, taskId, 1),
    load: async ({ taskId }) => {
      const task = open.get(taskId);
      return task && !ended.has(taskId) ? { kind: 'open', task } : { kind: 'over' };
    },
    begin: async ({ id, run }) => {
      if (ended.has(id)) return { kind: 'over' };
      begun += 1;
      return { kind: 'begun', attempt: anAttempt({ taskId: id, run, fence: count(fences, id, 1), number: count(used, id, 1) }) };
    },
    settle: (_task, attempt, ending) =>
      write(() => (isNewest(attempt) ? end(attempt.taskId, { ending, cached: false }) : { kind: 'refused' as const })),
    settleCached: (task, answer) => write(() => end(task.id, { ending: { state: 'succeeded', ...answer }, cached: true })),
    retryLater: (attempt, { code, waitMs }) =>
      write(() => {
        if (!isNewest(attempt)) return { kind: 'over' as const };
        retries.push({ code, waitMs });
        return { kind: 'waiting' as const, waitMs, changes: [] };
      }),
    handBack: (attempt) =>
      write(() => {
        count(used, attempt.taskId, -1);
        handedBack.push(attempt);
        return { kind: 'waiting', waitMs: 0, changes: [] };
      }),
    flush: async (deltas) => deltas.map(() => ({ kind: 'told', followers: 0 })),
    renew: async () => new Map(),
  };
  return fake;
};
