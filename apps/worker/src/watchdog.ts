import type { Probe } from '@millrace/observability';
import type { Service } from '@millrace/runtime';

export interface WatchdogOptions {
  /** Fails when a restart would help. */
  readonly live: () => Probe;
  /** Called once. */
  readonly onStuck: (reason: string) => void;
  readonly everyMs?: number;
}

/** Looks whether this process still does what it is for, since not everywhere somebody asks `/livez` and restarts it. */
export const createWatchdog = ({ live, onStuck, everyMs = 10_000 }: WatchdogOptions): Service => {
  let timer: NodeJS.Timeout | undefined;
  const stop = async (): Promise<void> => clearInterval(timer);
  return {
    name: 'watchdog',
    start: async () => {
      timer = setInterval(() => {
        const probe = live();
        if (probe.ok) return;
        void stop();
        onStuck(probe.reason ?? 'unknown');
      }, everyMs);
    },
    stop,
  };
};
