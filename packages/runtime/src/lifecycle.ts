/** Something that lives as long as its process: safe to start once and to stop any number of times. */
export interface Service {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface Lifecycle {
  /** Starts in order; when one fails, what has started is stopped again and the failure is thrown. */
  start(): Promise<void>;
  /** Stops in reverse order, once; a service that fails to stop does not keep the others alive. */
  stop(): Promise<void>;
}

export interface LifecycleOptions {
  readonly services: readonly Service[];
  readonly onStopFailure: (service: string, error: unknown) => void;
}

export const createLifecycle = ({ services, onStopFailure }: LifecycleOptions): Lifecycle => {
  const started: Service[] = [];
  let stopping: Promise<void> | undefined;

  const stopAll = async (): Promise<void> => {
    for (const service of started.reverse()) {
      try {
        await service.stop();
      } catch (error) {
        onStopFailure(service.name, error);
      }
    }
  };
  const stop = (): Promise<void> => {
    stopping ??= stopAll();
    return stopping;
  };

  return {
    async start() {
      for (const service of services) {
        started.push(service);
        try {
          await service.start();
        } catch (error) {
          await stop();
          throw error;
        }
      }
    },
    stop,
  };
};
