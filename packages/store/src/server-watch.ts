import type { Service } from '@millrace/runtime';
import type { Redis } from 'ioredis';
import { judgeServer, type ServerConcern } from './judge-server.js';

export interface ServerWatchOptions {
  readonly redis: Pick<Redis, 'info'>;
  /** What to do about a server that is unfit; `off` = it is not looked at. */
  readonly checks: 'warn' | 'refuse' | 'off';
  /** Called when what is unfit about the server has changed; also at the first look, unless nothing is. */
  readonly onChange: (concerns: readonly ServerConcern[]) => void;
  readonly intervalMs?: number;
}

export interface ServerWatch extends Service {
  /** Why the server is refused, by what was unfit when it was last asked; empty = it is not. */
  refusals(): readonly ServerConcern['code'][];
}

/** Looks at the settings of Redis every half a minute: whoever changes them tells nobody, and another server may stand in after a fail-over. */
export const createServerWatch = ({ redis, checks, onChange, intervalMs = 30_000 }: ServerWatchOptions): ServerWatch => {
  let known: readonly ServerConcern[] = [];
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    try {
      const found = judgeServer(await redis.info());
      const changed = JSON.stringify(found) !== JSON.stringify(known);
      known = found;
      if (changed) onChange(found);
    } catch {
      // Away, or it keeps INFO to itself: what was last known still holds.
    }
  };
  return {
    name: 'server watch',
    refusals: () => (checks === 'refuse' ? known.map(({ code }) => code) : []),
    async start() {
      if (checks === 'off') return;
      await look();
      timer = setInterval(() => void look(), intervalMs);
    },
    async stop() {
      clearInterval(timer);
    },
  };
};
