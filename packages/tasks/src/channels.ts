import type { Service } from '@millrace/runtime';
import { guarded } from '@millrace/store';
import type { Redis } from 'ioredis';

export interface ChannelsOptions {
  /** A connection of its own that only listens: one for the whole process, however many listen. */
  readonly subscriber: Redis;
}

export interface Listener {
  /** Something was published. */
  message(text: string): void;
  /** The connection was away: what was published meanwhile is lost, so it is time to look. */
  missed(): void;
}

/** Who listens to which Redis channel. A channel is subscribed to while somebody listens and no longer. */
export interface Channels extends Service {
  /**
   * Resolves once the channel is listened to, with whether nobody else here had joined it; throws `StoreUnavailableError`, and then
   * still has to be left.
   */
  join(channel: string, listener: Listener): Promise<boolean>;
  leave(channel: string, listener: Listener): void;
}

export const createChannels = ({ subscriber }: ChannelsOptions): Channels => {
  const listeners = new Map<string, Set<Listener>>();

  /** Left while the connection was away: the client subscribes to them again. */
  const unleft = new Set<string>();
  const unsubscribe = (channel: string): void => void subscriber.unsubscribe(channel).catch(() => unleft.add(channel));
  const tell = (channel: string, text: string): void => {
    for (const listener of listeners.get(channel) ?? []) listener.message(text);
  };
  const tellMissed = (): void => {
    for (const listener of new Set([...listeners.values()].flatMap((group) => [...group]))) listener.missed();
  };
  // The client subscribes again once it is ready; the answer to what is sent after that shows that everything is heard from now on.
  const onReady = (): void => {
    const channels = [...unleft].filter((channel) => !listeners.has(channel));
    unleft.clear();
    for (const channel of channels) unsubscribe(channel);
    subscriber.ping().then(tellMissed, () => {});
  };

  return {
    name: 'channels',
    async join(channel, listener) {
      const group = listeners.get(channel) ?? new Set();
      listeners.set(channel, group.add(listener));
      const alone = group.size === 1;
      await guarded(() => subscriber.subscribe(channel));
      return alone;
    },
    leave(channel, listener) {
      const group = listeners.get(channel);
      if (!group?.delete(listener) || group.size > 0) return;
      listeners.delete(channel);
      unsubscribe(channel);
    },
    start: async () => {
      subscriber.on('message', tell);
      subscriber.on('ready', onReady);
    },
    stop: async () => {
      subscriber.off('message', tell);
      subscriber.off('ready', onReady);
    },
  };
};
