import { judgeServer, type ServerConcern, type Service } from '@millrace/runtime';
import type { Redis } from 'ioredis';

export interface ServerWatchOptions {
  readonly redis: Pick<Redis, 'info'>;
  /** What to do about a server that is unfit; `off` = it is not looked at. */
  readonly checks: 'warn' | 'refuse' | 'off';
  /** Called when what is unfit about the server has changed; also at the first look, unless nothing is. */
  readonly onChange: (concerns: readonly ServerConcern[]) => void;
  readonly intervalMs?: number;
}

export interface ServerWatch extends Service {
  /** Why the server is refused, by what was unfit when it was last asked; `unknown` until it has answered once. Empty = it is not. */
  refusals(): readonly (ServerConcern['code'] | 'unknown')[];
}

/** Looks at the settings of Redis every half a minute: whoever changes them tells nobody, and another server may stand in after a fail-over. */
export const createServerWatch = ({ redis, checks, onChange, intervalMs = 30_000 }: ServerWatchOptions): ServerWatch => {
  let known: readonly ServerConcern[] = [];
  let looked = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    try {
      const found = judgeServer(await redis.info());
      const changed = JSON.stringify(found) !== JSON.stringify(known);
      known = found;
      looked = true;
      if (changed) onChange(found);
    } catch (error) {
      // Away: what was last known still holds. A server that keeps INFO to itself tells nothing that could be held against it.
      looked ||= error instanceof Error && error.name === 'ReplyError';
    }
  };
  /** Until it has answered once it is asked every second: at the start it may not be connected yet. */
  const lookOn = async (): Promise<void> => {
    await look();
    if (!stopped) timer = setTimeout(() => void lookOn(), looked ? intervalMs : Math.min(1000, intervalMs));
  };
  return {
    name: 'server watch',
    refusals: () => {
      if (checks !== 'refuse') return [];
      return looked ? known.map(({ code }) => code) : ['unknown'];
    },
    async start() {
      if (checks === 'off') return;
      stopped = false;
      await lookOn();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
