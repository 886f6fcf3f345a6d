import type { StoredTask } from '@millrace/store';
import { type FollowTask, type TaskEnd, type ToldEvent, toldEvent } from '@millrace/tasks';

export const begun = toldEvent(2, 'state', { status: 'running', attempt: 1 });
export const delta = (seq: number, text: string): ToldEvent => toldEvent(seq, 'delta', { index: seq - 3, attempt: 1, text });
export const end = (task: StoredTask): TaskEnd => ({ kind: 'end', task });

/** Follows a task that tells just this, without waiting for anything. */
export const telling = (...events: readonly (ToldEvent | TaskEnd)[]): FollowTask =>
  async function* ({ after }) {
    for (const event of events) if (event.kind === 'end' || event.seq > after) yield event;
  };

/** An event of a stream as a caller reads it. */
export interface ReadEvent {
  readonly id: number;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** Reads the frames of a stream; comments and `retry` are left out. */
export const readFrames = (text: string): readonly ReadEvent[] =>
  text
    .split('\n\n')
    .map((frame) => Object.fromEntries(frame.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))))
    .filter((fields) => 'event' in fields)
    .map(({ id, event, data }) => ({ id: Number(id), event, data: JSON.parse(data) }));
