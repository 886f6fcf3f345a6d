import { createCaller, eventually, inLanes, key, type Ledger, prefix, readLedger, type TaskView } from '@millrace/testing';
import { answerTo } from '../ground/model.js';
import type { Ground } from '../ground/open-ground.js';
import type { Promised } from '../load/promise.js';
import { judgeTask } from './judge-task.js';
import { readSpend } from './read-spend.js';

export interface Audit {
  readonly ledger: Ledger;
  readonly promised: number;
  /** By how they ended. */
  readonly ends: Readonly<Record<string, number>>;
  /** Of tasks that ended `failed` although the model would have answered: why, as they tell it. */
  readonly failures: Readonly<Record<string, number>>;
  /** Calls that the model received, and those of a task that was asked before. */
  readonly calls: number;
  readonly repeats: number;
  /** What must not be, and is; empty is right. */
  readonly violations: readonly string[];
}

/** Open tasks end within this time once nothing is in their way; it only bounds the wait. */
const generousMs = 180_000;

/** Reads the end state of everything that was promised, and whether all accounts agree. */
export const audit = async (ground: Ground, promised: readonly Promised[], others: number): Promise<Audit> => {
  const { store, model } = ground;
  const violations: string[] = [];
  const complain = (wrong: string): void => void violations.push(wrong);
  const ended = await eventually(async () => (await readLedger(store, prefix)).open === 0, { timeoutMs: generousMs, everyMs: 250 }).catch(
    () => false,
  );
  const ledger = await readLedger(store, prefix);
  if (!ended) complain(`${ledger.open} tasks are still open`);

  const caller = createCaller({ address: () => ground.apis[0]?.app.address ?? '', key });
  const tasks = await inLanes(20, promised, async ({ id }) => {
    const { status, body } = await caller.ask<TaskView>(`/v1/tasks/${id}`);
    if (status !== 200) complain(`${id} was promised and is answered ${status}`);
    return status === 200 ? body : undefined;
  });
  const count = createCount();
  const failures = createCount();
  let repeats = 0;
  promised.forEach((promise, place) => {
    const task = tasks[place];
    if (!task) return;
    count.add(task.status);
    const calls = model.callsFor(promise.prompt).length;
    repeats += Math.max(0, calls - 1);
    for (const wrong of judgeTask({ promise, task, calls, answer: answerTo(promise.prompt) }))
      complain(`${promise.id} (${promise.manner}, ${promise.conduct}): ${wrong}`);
    if (task.status === 'failed' && promise.conduct !== 'refuse') failures.add(task.error?.code ?? 'unknown');
  });

  const ids = new Set(promised.map(({ id }) => id));
  if (ids.size !== promised.length) complain(`${promised.length - ids.size} ids were promised twice`);
  if (ledger.submitted !== promised.length + others)
    complain(`${ledger.submitted} tasks are in the books, ${promised.length + others} were promised`);
  for (const wrong of await leftovers(ground)) complain(wrong);
  const spend = await readSpend(caller);
  const ofTasks = tasks.reduce((all, task) => all + (task?.attempts ?? 0), 0);
  if (spend.calls > model.count + ledger.lostAttempts)
    complain(`${spend.calls} calls are in the books, ${model.count} were made and ${ledger.lostAttempts} attempts lost`);
  if (ofTasks < 0) complain('attempts are counted below nothing');
  return { ledger, promised: promised.length, ends: count.all(), failures: failures.all(), calls: model.count, repeats, violations };
};

/** Nothing is held, running, reserved or queued once all tasks have ended. */
const leftovers = async ({ store }: Ground): Promise<string[]> => {
  const found: string[] = [];
  const sizes: readonly (readonly [string, Promise<number>])[] = [
    ['open tasks', store.zcard(`${prefix}:open`)],
    ['running attempts', store.zcard(`${prefix}:attempts`)],
    ['scheduled tasks', store.zcard(`${prefix}:scheduled`)],
    ['places at the deployment', store.scard(`${prefix}:limiter:d:the-model:in-flight`)],
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
