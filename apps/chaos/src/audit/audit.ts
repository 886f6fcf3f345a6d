import { createCaller, eventually, inLanes, key, type Ledger, prefix, type Reply, readLedger, type TaskView } from '@millrace/testing';
import { answerTo } from '../ground/model.js';
import type { Ground } from '../ground/open-ground.js';
import { deployment } from '../ground/write-models.js';
import type { Promised } from '../load/promise.js';
import { judgeBooks } from './judge-books.js';
import { judgeTask } from './judge-task.js';
import { readSpend, type Spend } from './read-spend.js';

export interface Audit {
  readonly ledger: Ledger;
  readonly promised: number;
  /** Promised, and nobody knows of it any more. */
  readonly lost: number;
  /** Tasks whose result is another's, or changed. */
  readonly wrongResults: number;
  /** By how they ended. */
  readonly ends: Readonly<Record<string, number>>;
  /** Of tasks that ended `failed` although the model would have answered: why, as they tell it. */
  readonly failures: Readonly<Record<string, number>>;
  /** Calls that the model received, and those of a task that was asked before. */
  readonly calls: number;
  readonly repeats: number;
  readonly spend: Spend;
  /** What must not be, and is; empty is right. */
  readonly violations: readonly string[];
}

/** Open tasks end within this time once nothing is in their way; it only bounds the wait. */
const generousMs = 180_000;

/** Reads the end state of everything that was promised, and whether all accounts agree. */
export const audit = async (ground: Ground, promised: readonly Promised[]): Promise<Audit> => {
  const { store, model } = ground;
  const violations: string[] = [];
  const noOpenTask = async (): Promise<boolean> => (await readLedger(store, prefix)).open === 0;
  const ended = await eventually(noOpenTask, { timeoutMs: generousMs, everyMs: 250 }).catch(() => false);
  const ledger = await readLedger(store, prefix);
  if (!ended) violations.push(`${ledger.open} tasks are still open`);

  const caller = createCaller({ address: () => ground.apis[0]?.app.address ?? '', key });
  const answers = await inLanes(20, promised, ({ id }) => caller.ask<TaskView>(`/v1/tasks/${id}`));
  const found = judgeAll(ground, promised, answers);
  violations.push(...found.violations);

  const different = new Set(promised.map(({ id }) => id)).size;
  if (different !== promised.length) violations.push(`${promised.length - different} ids were promised twice`);
  if (ledger.submitted !== promised.length) violations.push(`${ledger.submitted} tasks are in the books, ${promised.length} were promised`);
  violations.push(...(await leftovers(ground)));
  const tasks = answers.filter(({ status }) => status === 200).map(({ body }) => body);
  const spend = await readSpend(caller);
  violations.push(...judgeBooks({ spend, tasks, calls: model.count, lostAttempts: ledger.lostAttempts }));
  const { lost, wrongResults, ends, failures, repeats } = found;
  return { ledger, promised: promised.length, lost, wrongResults, ends, failures, calls: model.count, repeats, spend, violations };
};

/** Each task by itself. */
const judgeAll = ({ model }: Ground, promised: readonly Promised[], answers: readonly Reply<TaskView>[]) => {
  const violations: string[] = [];
  const [ends, failures] = [createCount(), createCount()];
  let [lost, wrongResults, repeats] = [0, 0, 0];
  promised.forEach((promise, place) => {
    const { status, body: task } = answers[place] as Reply<TaskView>;
    if (status !== 200) {
      lost += 1;
      violations.push(`${promise.id} was promised and is answered ${status}`);
      return;
    }
    const calls = model.callsFor(promise.prompt).length;
    const wrong = judgeTask({ promise, task, calls, answer: answerTo(promise.prompt) });
    if (wrong.some(({ kind }) => kind === 'result')) wrongResults += 1;
    for (const { words } of wrong) violations.push(`${promise.id} (${promise.manner}, ${promise.conduct}): ${words}`);
    ends.add(task.status);
    repeats += Math.max(0, calls - 1);
    if (task.status === 'failed' && promise.conduct !== 'refuse') failures.add(task.error?.code ?? 'unknown');
  });
  return { violations, ends: ends.all(), failures: failures.all(), lost, wrongResults, repeats };
};

/** Nothing is held, running, reserved or queued once all tasks have ended. */
const leftovers = async ({ store }: Ground): Promise<string[]> => {
  const found: string[] = [];
  const sizes: readonly (readonly [string, Promise<number>])[] = [
    ['open tasks', store.zcard(`${prefix}:open`)],
    ['running attempts', store.zcard(`${prefix}:attempts`)],
    ['scheduled tasks', store.zcard(`${prefix}:scheduled`)],
    ['places at the deployment', store.scard(`${prefix}:limiter:d:${deployment}:in-flight`)],
  ];
  for (const [what, size] of sizes) if ((await size) > 0) found.push(`${await size} ${what} are left`);
  return found;
};

const createCount = () => {
  const counts = new Map<string, number>();
  return {
    add: (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1),
    all: () => Object.fromEntries([...counts].sort()),
  };
};
