import type { Clock } from '@millrace/runtime';
import { LRUCache } from 'lru-cache';

export interface NoteKeyUseOptions {
  readonly noteUse: (keyId: string) => Promise<void>;
  readonly clock: Clock;
}

const everyMs = 60_000;
const keysKept = 10_000;

/** Notes that a key was used, once a minute at most. Nobody waits for it, and a note that fails is tried again with the next use. */
export const createNoteKeyUse = ({ noteUse, clock }: NoteKeyUseOptions): ((keyId: string) => void) => {
  const notedAtMs = new LRUCache<string, number>({ max: keysKept });
  return (keyId) => {
    const nowMs = clock();
    if (nowMs - (notedAtMs.get(keyId) ?? -everyMs) < everyMs) return;
    notedAtMs.set(keyId, nowMs);
    noteUse(keyId).catch(() => notedAtMs.delete(keyId));
  };
};
