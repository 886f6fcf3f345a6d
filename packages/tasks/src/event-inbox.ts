import type { ToldEvent } from './told-event.js';

/** What has come for a reader and has not been taken; `'look'` stands for anything that only a look at the record can tell. */
export interface EventInbox {
  put(event: ToldEvent | 'look'): void;
  /** The oldest; undefined when there is none. */
  take(): ToldEvent | 'look' | undefined;
  clear(): void;
  /** Resolves once there is something, or the signal fires. */
  filled(signal: AbortSignal): Promise<void>;
}

/** Holds events for a reader up to `limitBytes` of text; what is more is thrown away, since a look brings it back. */
export const createEventInbox = (limitBytes: number): EventInbox => {
  let held: (ToldEvent | 'look')[] = [];
  let heldBytes = 0;
  let wake = (): void => {};

  const clear = (): void => {
    held = [];
    heldBytes = 0;
  };
  return {
    clear,
    put(event) {
      heldBytes += event === 'look' ? 0 : event.json.length + entryBytes;
      if (event === 'look' && held.at(-1) === 'look') return;
      if (heldBytes > limitBytes) {
        clear();
        held.push('look');
      } else held.push(event);
      wake();
    },
    take() {
      const event = held.shift();
      if (event !== undefined && event !== 'look') heldBytes -= event.json.length + entryBytes;
      return event;
    },
    filled: (signal) =>
      new Promise((resolve) => {
        wake = () => {
          signal.removeEventListener('abort', wake);
          resolve();
        };
        if (held.length > 0 || signal.aborted) return wake();
        signal.addEventListener('abort', wake, { once: true });
      }),
  };
};

/** What an event takes beside its text, about. */
const entryBytes = 100;
