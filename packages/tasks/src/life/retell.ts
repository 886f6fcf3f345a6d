import { type EventData, type EventKind, isFinal, type TaskState } from '@millrace/contracts';
import type { Ground } from './ground.js';

export interface Retold {
  readonly kinds: readonly EventKind[];
  /** What somebody has who joined every delta of the last attempt told so far. */
  readonly text: string;
  /** The text that the end would tell, or has told. */
  readonly whole: string | undefined;
}

/**
 * Reads what a task has told as one would who knows nothing but the format: throws when a number is missing or doubled, when a delta is
 * not the next of its attempt, and when the record does not say what was told.
 */
export const retell = async ({ redis, keys }: Ground, id: string): Promise<Retold> => {
  const record = await redis.hgetall(keys.task(id));
  const entries = await redis.xrange(keys.events(id), '-', '+');
  const known: Told = { seq: impliedSeq(record, entries[0]?.[0]), attempt: 1, deltas: 0, text: '', kinds: [] };
  for (const [entry, [, kind, , data]] of entries) take(known, entry, kind as EventKind, JSON.parse(data as string));
  const said = [record.seq, record.deltas ?? '0', record.told ?? '0'].map(Number);
  const heard = [known.seq, Number.isNaN(known.deltas) ? said[1] : known.deltas, known.text.length];
  if (String(said) !== String(heard)) throw new Error(`the record says ${said}, told was ${heard}`);
  const answer = isFinal(record.state as TaskState) ? await redis.get(keys.result(id)) : null;
  return { kinds: known.kinds, text: known.text, whole: answer === null ? undefined : (JSON.parse(answer) as { text: string }).text };
};

interface Told {
  seq: number;
  attempt: number;
  deltas: number;
  text: string;
  readonly kinds: EventKind[];
}

/** The first state is never stored, and the first begin not if nothing came between them. */
const impliedSeq = (record: Record<string, string>, first: string | undefined): number => {
  const next = first === undefined ? Number(record.seq) + 1 : Number.parseInt(first, 10);
  return record.fence !== undefined && next >= 3 ? 2 : 1;
};

const take = (known: Told, entry: string, kind: EventKind, data: EventData[EventKind]): void => {
  const seq = Number.parseInt(entry, 10);
  known.kinds.push(kind);
  if (kind === 'snapshot') {
    const { attempt, text } = data as EventData['snapshot'];
    // Stands for all before it; how many deltas these were the next one tells.
    Object.assign(known, { seq, attempt, text, deltas: Number.NaN });
    return;
  }
  if (seq !== known.seq + 1) throw new Error(`${entry} after ${known.seq}`);
  known.seq = seq;
  if (kind === 'restart') Object.assign(known, { attempt: (data as EventData['restart']).attempt, deltas: 0, text: '' });
  if (kind === 'delta') {
    const delta = data as EventData['delta'];
    if (Number.isNaN(known.deltas)) known.deltas = delta.index;
    if (delta.attempt !== known.attempt || delta.index !== known.deltas) throw new Error(`${JSON.stringify(delta)} after ${known.deltas}`);
    known.deltas += 1;
    known.text += delta.text;
  }
};
