import { type Clock, within } from '@millrace/runtime';

interface CollectHooksOptions {
  readonly clock: Clock;
  /** How long what the hooks set is good for. */
  readonly freshMs: number;
  /** How long a scrape waits for them. */
  readonly waitMs: number;
  readonly onFailure: (error: unknown) => void;
}

export interface CollectHooks {
  add(hook: () => Promise<void> | void): void;
  /** Runs the hooks if the last run is too old; scrapes that come together share one run. */
  run(): Promise<void>;
}

export const createCollectHooks = ({ clock, freshMs, waitMs, onFailure }: CollectHooksOptions): CollectHooks => {
  const hooks: (() => Promise<void> | void)[] = [];
  let lastRun = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;

  const runOne = async (hook: () => Promise<void> | void): Promise<void> => {
    try {
      await hook();
    } catch (error) {
      onFailure(error);
    }
  };
  const runAll = async (): Promise<void> => {
    await Promise.all(hooks.map(runOne));
    lastRun = clock();
    running = undefined;
  };
  return {
    add: (hook) => {
      hooks.push(hook);
    },
    run: async () => {
      if (clock() - lastRun < freshMs) return;
      running ??= runAll();
      await within(running, waitMs);
    },
  };
};
