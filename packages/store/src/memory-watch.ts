import type { Service } from '@millrace/runtime';
import type { Redis } from 'ioredis';

export interface MemoryWatchOptions {
  readonly redis: Redis;
  /** Share of `maxmemory` above which Redis counts as nearly full, 0 to 1. */
  readonly maxShare: number;
  readonly intervalMs?: number;
}

export interface MemoryWatch extends Service {
  /** Whether Redis was nearly full when it was last asked; a Redis without `maxmemory` never is. */
  nearlyFull(): boolean;
}

/** Asks Redis every second how full it is, so that no submission has to. */
export const createMemoryWatch = ({ redis, maxShare, intervalMs = 1000 }: MemoryWatchOptions): MemoryWatch => {
  let full = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    try {
      const info = await redis.info('memory');
      const max = figure(info, 'maxmemory');
      full = max > 0 && figure(info, 'used_memory') > max * maxShare;
    } catch {
      // Away: submissions fail by themselves, and what was last known still holds.
    }
  };

  return {
    name: 'memory watch',
    nearlyFull: () => full,
    async start() {
      await look();
      timer = setInterval(() => void look(), intervalMs);
    },
    async stop() {
      clearInterval(timer);
    },
  };
};

const figure = (info: string, name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
