import type { Service } from '@millrace/runtime';
import type { ApiKeyStore } from '@millrace/store';
import type { Channels } from '@millrace/tasks';

/** Tells requests that are held open when their key is no longer to be served. */
export interface KeyWatch {
  /** Watches a stored key for a request, until `leave` is called. The signal fires within a second of the key being revoked or expiring. */
  hold(keyId: string): { readonly signal: AbortSignal; leave(): void };
}

export interface KeyWatchOptions {
  readonly channels: Channels;
  /** The channel that tells which key has changed. */
  readonly channel: string;
  readonly inUse: ApiKeyStore['inUse'];
  /** Called with a key that has changed, without one when it is not known which have. */
  readonly onChange: (keyId?: string) => void;
  /** How often what is held open is looked at, whatever was heard, in milliseconds. */
  readonly everyMs?: number;
}

interface Held {
  readonly controller: AbortController;
  requests: number;
}

const defaultEveryMs = 750;

/** Hears of changes over pub/sub, and looks at all keys that hold something open in one round trip a second, so that a deaf subscriber does not matter. */
export const createKeyWatch = ({ channels, channel, inUse, onChange, everyMs = defaultEveryMs }: KeyWatchOptions): KeyWatch & Service => {
  const held = new Map<string, Held>();
  let timer: NodeJS.Timeout | undefined;
  let listens = false;

  const check = async (ids: readonly string[]): Promise<void> => {
    const usable = await inUse(ids);
    for (const id of ids.filter((each) => !usable.has(each))) {
      held.get(id)?.controller.abort();
      held.delete(id);
    }
  };
  // While Redis is away nothing is known of a key, and nothing is served either.
  const look = (ids: readonly string[]): void => void (ids.length > 0 && check(ids).catch(() => {}));
  const listener = {
    message: (id: string): void => {
      onChange(id);
      look(held.has(id) ? [id] : []);
    },
    missed: (): void => {
      onChange();
      look([...held.keys()]);
    },
  };
  const join = (): void => {
    listens = true;
    channels.join(channel, listener).catch(() => {
      listens = false;
    });
  };
  const pass = (): void => {
    if (!listens) join();
    look([...held.keys()]);
  };

  return {
    name: 'key watch',
    hold: (keyId) => {
      const known = held.get(keyId) ?? { controller: new AbortController(), requests: 0 };
      held.set(keyId, known);
      known.requests += 1;
      const leave = (): void => {
        known.requests -= 1;
        if (known.requests === 0 && held.get(keyId) === known) held.delete(keyId);
      };
      return { signal: known.controller.signal, leave };
    },
    start: async () => {
      join();
      timer ??= setInterval(pass, everyMs).unref();
    },
    stop: async () => {
      clearInterval(timer);
      timer = undefined;
      channels.leave(channel, listener);
    },
  };
};
