export interface StopOnSignalsOptions {
  readonly process: Pick<NodeJS.Process, 'on' | 'exit'>;
  readonly stop: () => Promise<void>;
  /** After this long the process ends, whatever still runs. */
  readonly graceMs: number;
}

/** Stops on SIGTERM and SIGINT; a second signal ends the process at once, and so does the end of the grace. */
export const stopOnSignals = ({ process, stop, graceMs }: StopOnSignalsOptions): void => {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), graceMs).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal);
};
