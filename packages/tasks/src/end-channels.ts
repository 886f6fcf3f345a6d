import { guarded } from '@millrace/store';
import type { Redis } from 'ioredis';

export interface EndChannelsOptions {
  /** A connection of its own that only listens: one for the whole process, however many wait. */
  readonly subscriber: Redis;
  /** Whether what a channel stands for has ended by now. */
  readonly hasEnded: (channel: string) => Promise<boolean>;
}

/** Who waits on which channel. A channel is listened to while somebody waits on it and no longer. */
export interface EndChannels {
  /** Calls `end` when the channel's task ends; resolves once the channel is listened to. */
  join(channel: string, end: () => void): Promise<void>;
  leave(channel: string, end: () => void): void;
  /** Whether anybody waits on it. */
  has(channel: string): boolean;
  start(): void;
  stop(): void;
}

/** Nothing is ever due on a connection that only listens, so only a ping shows that the other end is gone. */
const pingEveryMs = 5000;

export const createEndChannels = ({ subscriber, hasEnded }: EndChannelsOptions): EndChannels => {
  const waiting = new Map<string, Set<() => void>>();
  let pinging: NodeJS.Timeout | undefined;

  const tell = (channel: string): void => {
    for (const end of waiting.get(channel) ?? []) end();
  };
  // What was published while the connection was away is lost, so everyone who still waits looks once more.
  const lookAgain = (): void => {
    for (const channel of waiting.keys()) {
      hasEnded(channel).then(
        (ended) => ended && tell(channel),
        () => {},
      );
    }
  };
  const ping = (): void => void subscriber.ping().catch(() => {});

  return {
    async join(channel, end) {
      const group = waiting.get(channel) ?? new Set();
      waiting.set(channel, group.add(end));
      await guarded(() => subscriber.subscribe(channel));
    },
    leave(channel, end) {
      const group = waiting.get(channel);
      group?.delete(end);
      if (group?.size !== 0) return;
      waiting.delete(channel);
      subscriber.unsubscribe(channel).catch(() => {});
    },
    has: (channel) => waiting.has(channel),
    start() {
      subscriber.on('message', tell);
      subscriber.on('ready', lookAgain);
      pinging = setInterval(ping, pingEveryMs);
    },
    stop() {
      clearInterval(pinging);
      subscriber.off('message', tell);
      subscriber.off('ready', lookAgain);
    },
  };
};
